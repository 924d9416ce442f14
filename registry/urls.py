"""Addresses of the registry: the public list, the firm's integrator, the ministry's integrators."""

from django.urls import path, re_path

from registry.views import bodies, demands, files, firm, keeping, ministry, public, requirements

app_name = "registry"
urlpatterns = [
    path("", public.listing, name="list"),
    re_path(r"^liste\.(?P<spelling>json|csv|atom)$", public.published, name="published"),
    path("firma/<slug:slug>/", public.firm, name="firm"),
    path("basvuru-rehberi/", public.guide, name="guide"),
    path("makine/", public.machine, name="machine"),
    path("portal/entegrator/", firm.overview, name="portal"),
    path("portal/entegrator/<str:dossier_number>/belge/", firm.certificate, name="portal_certificate"),
    path("portal/entegrator/<str:dossier_number>/dosya/", firm.document, name="portal_document"),
    path("portal/entegrator/<str:dossier_number>/sifre/", firm.secret, name="portal_secret"),
    path("portal/entegrator/<str:dossier_number>/sifre/olustur/", firm.draw, name="portal_draw"),
    path("portal/entegrator/<str:dossier_number>/kosullar/", keeping.conditions, name="portal_conditions"),
    path("portal/entegrator/<str:dossier_number>/kosullar/<int:pk>/", keeping.show, name="portal_show"),
    path("portal/entegrator/<str:dossier_number>/istem/<int:pk>/", demands.show, name="portal_demand"),
    path("portal/entegrator/<str:dossier_number>/dosya-gecmisi/", files.portal_file, name="portal_file"),
    path("portal/entegrator/<str:dossier_number>/dosya-gecmisi/dosya.pdf", files.portal_paper, name="portal_paper"),
    path("portal/entegrator/<str:dossier_number>/takvim/", files.calendar_page, name="portal_calendar"),
    path("portal/entegrator/<str:dossier_number>/takvim/<slug:verb>/", files.calendar_act, name="portal_calendar_act"),
    path("takvim/<str:token>.ics", files.calendar, name="calendar"),
    path("masa/istenenler/", requirements.requirement_sets, name="desk_requirements"),
    path("masa/istenenler/oner/", requirements.adopt, name="desk_adopt_requirements"),
    path("masa/kuruluslar/", bodies.bodies, name="desk_bodies"),
    path("masa/kuruluslar/yeni/", bodies.enter, name="desk_enter_body"),
    path("masa/kuruluslar/<int:pk>/", bodies.body, name="desk_body"),
    path("masa/kuruluslar/<int:pk>/durum/", bodies.change, name="desk_change_body"),
    path("masa/entegrator/", ministry.integrators, name="desk"),
    path("masa/entegrator/<str:dossier_number>/", ministry.integrator, name="desk_integrator"),
    path("masa/entegrator/<str:dossier_number>/dosya/", ministry.document, name="desk_document"),
    path("masa/entegrator/<str:dossier_number>/ilan/", ministry.listing, name="desk_listing"),
    path("masa/entegrator/<str:dossier_number>/oner/<slug:verb>/", ministry.proposal, name="propose"),
    path("masa/entegrator/<str:dossier_number>/dosya-gecmisi/", files.desk_file, name="desk_file"),
    path("masa/entegrator/<str:dossier_number>/dosya-gecmisi/dosya.pdf", files.desk_paper, name="desk_paper"),
    path("masa/entegrator/<str:dossier_number>/kosullar/", keeping.desk_conditions, name="desk_conditions"),
    path("masa/entegrator/<str:dossier_number>/kosullar/<int:pk>/", keeping.decide, name="desk_concern"),
    path("masa/entegrator/<str:dossier_number>/gosterilen/<int:pk>/<slug:verb>/", keeping.judge, name="desk_showing"),
    path("masa/entegrator/<str:dossier_number>/istem/", demands.demand, name="desk_demand_document"),
    path("masa/entegrator/<str:dossier_number>/istem/<int:pk>/<slug:verb>/", demands.decide, name="desk_demand"),
    path("masa/entegrator/<str:dossier_number>/neden/<int:pk>/", keeping.look, name="desk_review"),
    path(
        "masa/entegrator/<str:dossier_number>/belge/<int:pk>/<slug:verb>/",
        ministry.certificate,
        name="desk_certificate",
    ),
]
