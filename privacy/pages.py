"""What the pages of a request and of a breach are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse

from ledger.models import Outcome
from ledger.offers import Offer, offers
from ledger.timeline import lines
from privacy.forms import AnswerForm, BoardForm, CloseForm, FactsForm, IdentityForm, SubjectsForm

if TYPE_CHECKING:
    from accounts.models import User

REQUEST_ACTS: dict[str, tuple[str, type[forms.Form]]] = {
    "kimlik": ("privacy.check_identity", IdentityForm),
    "cevapla": ("privacy.answer_request", AnswerForm),
}
BREACH_ACTS: dict[str, tuple[str, type[forms.Form]]] = {
    "kurula-bildir": ("privacy.notify_board", BoardForm),
    "ilgililere-bildir": ("privacy.notify_subjects", SubjectsForm),
    "bilinenler": ("privacy.describe_breach", FactsForm),
    "kapat": ("privacy.close_breach", CloseForm),
}
"""What can be done, by the last word of its address."""


@dataclass(frozen=True)
class Page:
    """Where a kind of file is shown and its acts are done."""

    name: str
    acts: dict[str, tuple[str, type[forms.Form]]]


REQUEST = Page("privacy:request", REQUEST_ACTS)
BREACH = Page("privacy:breach", BREACH_ACTS)


def file_page(row: Any, person: User, at: datetime, page: Page) -> dict[str, Any]:
    """Return what both kinds of file show: documents, acts with their addresses, proposals, history."""
    dossier = row.dossier
    return {
        "row": row,
        "documents": dossier.documents.prefetch_related("signatures"),
        "offers": _buttons(row, person, at, page),
        "proposals": dossier.proposals.filter(outcome=Outcome.OPEN),
        "steps": list(lines(dossier, ministry=True)),
    }


def _buttons(row: Any, person: User, at: datetime, page: Page) -> list[tuple[Offer, str]]:
    words = {act: word for word, (act, _form) in page.acts.items()}
    return [
        (offer, reverse(f"{page.name}_act", args=[row.dossier.number, words[offer.act.name]]))
        for offer in offers(tuple(words), row, person, at)
    ]
