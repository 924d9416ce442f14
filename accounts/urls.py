"""Addresses of the accounts room."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from accounts import access
from accounts.views import firm, matters, ministry, public

urlpatterns: list[URLPattern | URLResolver] = [
    path("hesap/", include("allauth.urls")),
    path("hesap/ben/", public.me, name="me"),
    path("hesap/davet/<str:token>/", public.invitation, name="invitation"),
    path("dil/", access.public(set_language), name="set_language"),
    path("portal/firma/", firm.firms, name="portal_firms"),
    path("portal/firma/kayit/", firm.register, name="portal_register_firm"),
    path("portal/firma/vekalet/<int:pk>/bitir/", firm.end_mandate, name="portal_end_mandate"),
    path("portal/firma/imza-yetkilisi/<int:pk>/bitir/", firm.end_signatory, name="portal_end_signatory"),
    path("portal/firma/<str:dossier_number>/", firm.firm, name="portal_firm"),
    path("portal/firma/<str:dossier_number>/<slug:act>/", firm.firm_act, name="portal_firm_act"),
    path("masa/oneriler/", ministry.proposals, name="desk_proposals"),
    path("masa/oneriler/<int:pk>/onayla/", ministry.approve_proposal, name="desk_approve"),
    path("masa/oneriler/<int:pk>/reddet/", ministry.decline_proposal, name="desk_decline"),
    path("masa/oneriler/<int:pk>/karsilastir/", ministry.compare_proposal, name="desk_compare"),
    path("masa/ustlen/", matters.take_on_one, name="desk_take_on"),
    path("masa/ata/<str:number>/", matters.assign, name="desk_assign"),
    path("masa/kisiler/", ministry.people, name="desk_people"),
    path("masa/kisiler/davet/", ministry.invite_person, name="desk_invite_person"),
    path("masa/kisiler/<int:pk>/", ministry.person, name="desk_person"),
    path("masa/kisiler/<int:pk>/<slug:act>/", ministry.person_act, name="desk_person_act"),
    path("masa/firma/", ministry.firms, name="desk_firms"),
    path("masa/firma/vekalet/<int:pk>/bitir/", ministry.end_mandate, name="desk_end_mandate"),
    path("masa/firma/imza-yetkilisi/<int:pk>/bitir/", ministry.end_signatory, name="desk_end_signatory"),
    path("masa/firma/<str:dossier_number>/", ministry.firm, name="desk_firm"),
    path("masa/firma/<str:dossier_number>/<slug:act>/", ministry.firm_act, name="desk_firm_act"),
    path("yonetim/", admin.site.urls),
]
