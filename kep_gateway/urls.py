"""Addresses of the notices."""

from django.urls import path

from kep_gateway.views import firm, ministry

app_name = "kep"
urlpatterns = [
    path("masa/kep/", ministry.outbox, name="outbox"),
    path("masa/kep/<int:pk>/", ministry.notice, name="notice"),
    path("masa/kep/<int:pk>/baska-yolla/", ministry.serve_otherwise, name="serve_otherwise"),
    path("masa/kep/<int:pk>/teblig-gunu/", ministry.settle_review, name="settle_review"),
    path("masa/kep/<int:pk>/sonuc/", ministry.resolve_unknown, name="resolve_unknown"),
    path("portal/tebligat/", firm.notices, name="firm_notices"),
    path("portal/tebligat/<int:pk>/", firm.notice, name="firm_notice"),
]
