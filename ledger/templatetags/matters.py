"""The way from any page of the ministry to a matter's own page."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from ledger.models import Dossier, DossierKind

register = template.Library()
PAGES = {
    DossierKind.APPLICATION: "desk_application",
    DossierKind.INTEGRATOR: "registry:desk_integrator",
    DossierKind.FIRM: "desk_firm",
    DossierKind.DATA_REQUEST: "privacy:request",
    DossierKind.DATA_BREACH: "privacy:breach",
}
"""The page of a matter of each kind; those of policies, agreements and accounts have one for all."""


def page_of(dossier: Dossier) -> str:
    """Return the address of a dossier's page at the desk, empty where it has none of its own."""
    page = PAGES.get(DossierKind(dossier.kind))
    return reverse(page, args=[dossier.number]) if page else ""


@register.simple_tag
def matter(dossier: Dossier) -> SafeString | str:
    """Return a dossier's number as the link to its page at the desk."""
    address = page_of(dossier)
    return format_html('<a href="{}">{}</a>', address, dossier) if address else str(dossier)
