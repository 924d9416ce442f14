"""A firm's file as a page shows it, to the ministry or to the firm."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from accounts.invitations import waiting
from ledger.acts import may
from ledger.offers import offers
from ledger.timeline import lines

if TYPE_CHECKING:
    from accounts.models import Firm, User


def file_of_firm(
    firm: Firm, person: User, at: datetime, *, acts: Mapping[str, str], view: str, ministry: bool
) -> dict[str, Any]:
    """Return what a page of a firm shows; `acts` maps the last word of an act's address to the act's name."""
    number = firm.dossier.number
    words = {name: word for word, name in acts.items()}
    offered = [
        (offer, reverse(view, args=[number, words[offer.act.name]])) for offer in offers(tuple(words), firm, person, at)
    ]
    mandates = firm.mandates.select_related("person").order_by("until_at", "from_at")
    return {
        "firm": firm,
        "kep": firm.kep_on(at),
        "kep_row": next((it for it in firm.filed().kep_addresses.all() if it.until_at is None), None),
        "kep_addresses": firm.filed().kep_addresses.all(),
        "addresses": firm.filed().postal_addresses.all(),
        "mandates": mandates,
        "alone": not any(it.until_at is None for it in mandates),
        "signatories": sorted(firm.filed().signatories.all(), key=lambda it: (it.until_on or date.max, it.from_on)),
        "invitations": waiting(firm, at),
        "offers": offered,
        "may_end_mandates": may(person, "accounts.end_mandate", firm),
        "may_end_signatories": may(person, "accounts.end_signatory", firm),
        "steps": lines(firm.dossier, ministry=ministry),
    }
