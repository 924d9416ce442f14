"""Addresses of the privacy room."""

from django.urls import path

from privacy.views import firm, ministry

app_name = "privacy"
urlpatterns = [
    path("masa/kisisel-veri/", ministry.desk, name="desk"),
    path("masa/kisisel-veri/okumalar/", ministry.who_read, name="readings"),
    path("masa/kisisel-veri/neden/", ministry.reason, name="reason"),
    path("masa/kisisel-veri/basvuru/", ministry.new_request, name="new_request"),
    path("masa/kisisel-veri/basvuru/<str:dossier_number>/", ministry.subject_request, name="request"),
    path("masa/kisisel-veri/basvuru/<str:dossier_number>/<slug:act>/", ministry.request_act, name="request_act"),
    path("masa/kisisel-veri/ihlal/", ministry.new_breach, name="new_breach"),
    path("masa/kisisel-veri/ihlal/<str:dossier_number>/", ministry.breach, name="breach"),
    path("masa/kisisel-veri/ihlal/<str:dossier_number>/<slug:act>/", ministry.breach_act, name="breach_act"),
    path("portal/okumalar/<str:dossier_number>/", firm.who_read, name="firm_readings"),
]
