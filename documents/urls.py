"""Addresses of documents and letters."""

from django.urls import path

from documents.views import files, firm, ministry, public, shared, signatories

urlpatterns = [
    path("belge/<int:pk>/", shared.document, name="document"),
    path("aydinlatma/", public.privacy, name="privacy"),
    path("dogrula/", public.verify, name="verify"),
    path("dogrula/<slug:code>/", public.verify_letter, name="verify_letter"),
    path("portal/yazi/<int:pk>/", firm.letter, name="firm_letter"),
    path("masa/imza-yetkilileri/", signatories.signatories, name="desk_signatories"),
    path("masa/imza-yetkilileri/<int:pk>/<slug:act>/", signatories.act, name="desk_signatory_act"),
    path("masa/dosya/<str:number>/belge/", files.put, name="desk_file"),
    path("masa/yazi/<int:pk>/", ministry.letter, name="desk_letter"),
    path("masa/yazi/<int:pk>/onizle/", ministry.preview, name="desk_letter_preview"),
    path("masa/yazi/<int:pk>/geri-ver/", ministry.give_back, name="desk_letter_return"),
    path("masa/yazi/<int:pk>/yeniden-dene/", ministry.retry, name="desk_letter_retry"),
    path("masa/yazi/<int:pk>/word/", ministry.word, name="desk_letter_word"),
    path("masa/yazi/<int:pk>/<slug:act>/", ministry.simple, name="desk_letter_act"),
]
