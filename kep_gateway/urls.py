"""Addresses of the notices."""

from django.conf import settings
from django.urls import path

from kep_gateway.views import firm, inbox, ministry

app_name = "kep"
urlpatterns = [
    path("masa/kep/", ministry.outbox, name="outbox"),
    path("masa/kep/adres/", ministry.address, name="address"),
    path("masa/kep/<int:pk>/", ministry.notice, name="notice"),
    path("masa/kep/<int:pk>/delil-dosyasi.zip", ministry.proof, name="proof"),
    path("masa/kep/tutulan/<int:pk>/birak/", ministry.release_outbox, name="release_outbox"),
    path("masa/kep/<int:pk>/baska-yolla/", ministry.serve_otherwise, name="serve_otherwise"),
    path("masa/kep/<int:pk>/teblig-gunu/", ministry.settle_review, name="settle_review"),
    path("masa/kep/<int:pk>/sonuc/", ministry.resolve_unknown, name="resolve_unknown"),
    path("masa/kep/<int:pk>/reddedilenler/", ministry.note_refused_evidence, name="note_refused_evidence"),
    path("masa/gelen/", inbox.inbox, name="inbox"),
    path("masa/gelen/<int:pk>/", inbox.incoming, name="incoming"),
    path("masa/gelen/<int:pk>/esle/", inbox.match_mail, name="match_mail"),
    path("masa/gelen/<int:pk>/cikar/", inbox.dismiss_mail, name="dismiss_mail"),
    path("masa/gelen/<int:pk>/tamam/", inbox.settle_mail, name="settle_mail"),
    path("masa/gelen/<int:pk>/geri-al/", inbox.reopen_mail, name="reopen_mail"),
    path("portal/tebligat/", firm.notices, name="firm_notices"),
    path("portal/tebligat/<int:pk>/", firm.notice, name="firm_notice"),
]
if not settings.PRODUCTION:
    from kep_gateway.views import sandbox

    urlpatterns += [
        path("demo/posta/", sandbox.mailboxes, name="mailboxes"),
        path("demo/posta/<str:code>/", sandbox.mail, name="mail"),
        path("demo/posta/<str:code>/ac/", sandbox.open_mail, name="open_mail"),
    ]
