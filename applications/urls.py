"""Addresses of the applications room, the firm's portal and the ministry's desk."""

from django.urls import path

from applications.views import firm, ministry

urlpatterns = [
    path("portal/", firm.portal, name="portal"),
    path("portal/basvur/<int:pk>/", firm.start_application, name="portal_start"),
    path("portal/basvuru/<str:dossier_number>/", firm.application, name="portal_application"),
    path("portal/basvuru/<str:dossier_number>/bilgi/", firm.details, name="portal_details"),
    path("portal/basvuru/<str:dossier_number>/belge/<slug:key>/", firm.item, name="portal_item"),
    path("portal/basvuru/<str:dossier_number>/gonder/", firm.hand_in, name="portal_hand_in"),
    path("portal/basvuru/<str:dossier_number>/tamamla/", firm.answer, name="portal_answer"),
    path("portal/basvuru/<str:dossier_number>/geri-cek/", firm.take_application_back, name="portal_withdraw"),
    path("portal/ek/<int:pk>/geri-al/", firm.take_document_back, name="portal_take_back"),
    path("masa/", ministry.desk, name="desk"),
    path("masa/basvurular/", ministry.search_page, name="desk_search"),
    path("masa/basvuru/<str:dossier_number>/", ministry.application, name="desk_application"),
    path("masa/basvuru/<str:dossier_number>/degerlendir/<slug:key>/", ministry.judgement, name="desk_judge"),
    path("masa/basvuru/<str:dossier_number>/dosya/", ministry.document, name="desk_file_document"),
    path("masa/basvuru/<str:dossier_number>/yazi/", ministry.letter, name="desk_compose"),
    path("masa/basvuru/<str:dossier_number>/oner-onay/", ministry.propose_approval, name="desk_propose_approval"),
    path("masa/basvuru/<str:dossier_number>/oner-ret/", ministry.propose_rejection, name="desk_propose_rejection"),
    path("masa/basvuru/<str:dossier_number>/<slug:act>/", ministry.simple, name="desk_simple"),
    path("masa/istek/<int:pk>/gonder/", ministry.send, name="desk_send_request"),
]
