"""Addresses of the agreement."""

from django.urls import URLPattern, path, re_path

from contracts.views import firm, ministry, public

urlpatterns: list[URLPattern] = [
    path("sozlesme/", public.versions, name="agreements"),
    path("sozlesme/<int:number>/", public.text, name="agreement_text"),
    re_path(r"^sozlesme/(?P<number>\d{1,4})/ornek\.(?P<ending>pdf|docx)$", public.blank, name="agreement_blank"),
    path("portal/sozlesme/<str:number>/", firm.agreement, name="portal_agreement"),
    path("portal/sozlesme/<str:number>/iste/", firm.ask, name="portal_agreement_ask"),
    path("portal/sozlesme/<str:number>/gonder/", firm.send_back, name="portal_agreement_send"),
    path("masa/sozlesme/", ministry.versions, name="desk_agreements"),
    path("masa/sozlesme/surum/<int:pk>/oner/", ministry.propose_version, name="desk_agreement_propose"),
    path("masa/sozlesme/<int:pk>/islak-imza/", ministry.compare, name="desk_agreement_ink"),
    path("masa/sozlesme/<int:pk>/karsi-imza/", ministry.countersign, name="desk_agreement_countersign"),
    path("masa/sozlesme/<int:pk>/karsi-imzali/", ministry.upload, name="desk_agreement_upload"),
]
