"""Addresses of the agreement and the commitment."""

from django.urls import URLPattern, path, register_converter

from contracts.sheets import NAMES
from contracts.views import board, drafts, firm, ministry, public


class KindConverter:
    """A kind of text by the word that its files bear."""

    regex = "|".join(NAMES.values())

    def to_python(self, value: str) -> str:
        """Return the kind of a word."""
        return {word: kind for kind, word in NAMES.items()}[value]

    def to_url(self, value: str) -> str:
        """Return the word of a kind."""
        return NAMES[value]


register_converter(KindConverter, "text")

urlpatterns: list[URLPattern] = [
    path("sozlesme/", public.versions, name="agreements"),
    path("<text:kind>/<int:number>/", public.text, name="agreement_text"),
    path("<text:kind>/<int:number>/degisiklikler/", public.changes, name="agreement_changes"),
    path("<text:kind>/<int:number>/ornek.<str:ending>", public.blank, name="agreement_blank"),
    path("portal/<text:kind>/<str:number>/", firm.agreement, name="portal_agreement"),
    path("portal/<text:kind>/<str:number>/iste/", firm.ask, name="portal_agreement_ask"),
    path("portal/<text:kind>/<str:number>/indir/", firm.take, name="portal_agreement_take"),
    path("portal/<text:kind>/<str:number>/gonder/", firm.send_back, name="portal_agreement_send"),
    path("masa/sozlesme/", ministry.versions, name="desk_agreements"),
    path("masa/sozlesme/surum/<int:pk>/oner/", ministry.propose_version, name="desk_agreement_propose"),
    path("masa/sozlesme/surum/<int:pk>/taslak/", drafts.upload, name="desk_agreement_draft"),
    path("masa/sozlesme/taslak/<int:pk>/", drafts.draft, name="desk_draft"),
    path("masa/sozlesme/surum/<int:pk>/kampanya/", board.campaign, name="desk_campaign"),
    path("masa/sozlesme/surum/<int:pk>/kampanya.csv", board.export, name="desk_campaign_export"),
    path("masa/sozlesme/surum/<int:pk>/hatirlat/", board.remind, name="desk_campaign_chase"),
    path("masa/<text:kind>/entegrator/<str:number>/", board.signed, name="desk_agreement_of"),
    path("masa/sozlesme/yenileme/<int:pk>/pasife-al/", board.passivate, name="desk_renewal_passivate"),
    path("masa/sozlesme/<int:pk>/islak-imza/", ministry.compare, name="desk_agreement_ink"),
    path("masa/sozlesme/<int:pk>/karsi-imza/", ministry.countersign, name="desk_agreement_countersign"),
    path("masa/sozlesme/<int:pk>/karsi-imzali/", ministry.upload, name="desk_agreement_upload"),
]
