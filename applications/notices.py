"""The letters of an application: their subject, their text from a template, and whether they burden the firm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from applications.models import Asked, Item, Mark
from documents.letters import draft
from documents.models import Letter
from kep_gateway.notices import notify
from law.clock import ISTANBUL
from ledger.models import Step

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User
    from applications.models import Application


@dataclass(frozen=True)
class Text:
    """What a letter is made of before an officer edits it."""

    kind: str
    subject: str
    body: str
    burdening: bool


SUBJECTS: Mapping[str, tuple[str, bool]] = {
    Asked.COMPLETION: ("Entegratörlük başvurunuzdaki eksiklikler", True),
    Asked.INFORMATION: ("İlave bilgi ve belge istenmesi", False),
    Asked.REFRESH: ("Mevcut belgelerin güncellenmesi", False),
    "approval": ("Entegratörlük başvurunuzun uygun görülmesi", False),
    "rejection": ("Entegratörlük başvurunuzun reddi", True),
}


def text(kind: str, application: Application, **facts: Any) -> Text:
    """Return a letter's first text, from `templates/applications/letters/<kind>.txt`."""
    subject, burdening = SUBJECTS[kind]
    submitted = application.submitted_at.astimezone(ISTANBUL) if application.submitted_at else None
    context = {"application": application, "firm": application.firm, "submitted": submitted, **facts}
    body = render_to_string(f"applications/letters/{kind}.txt", context)
    return Text(f"application_{kind}", subject, body.strip() + "\n", burdening)


def drafted(
    kind: str, application: Application, *, by: User, at: datetime, references: Sequence[str] = (), **facts: Any
) -> Letter:
    """Draft a letter of the application in its dossier."""
    words = text(kind, application, **facts)
    return draft(
        application.dossier,
        firm=application.firm,
        kind=words.kind,
        subject=words.subject,
        body=words.body,
        references=references,
        burdening=words.burdening,
        by=by,
        at=at,
    )


def tell_decision(kind: str, application: Application, step: Step, *, by: User, at: datetime, **facts: Any) -> None:
    """Tell the firm of a decision of persons: a letter that a signatory has still to sign, on its way once signed."""
    letter = drafted(kind, application, by=by, at=at, **facts)
    notify(step, letter=letter, firm=application.firm, kind=letter.kind, at=at)


def deficiencies(application: Application) -> Sequence[Mapping[str, str]]:
    """Return the deficient requirements with their reasons, as the letter lists them."""
    rows = Item.objects.filter(application=application, mark=Mark.DEFICIENT).select_related("requirement")
    return [
        {"requirement": item.requirement.key, "title": item.requirement.title_tr, "reason": item.reason}
        for item in rows.order_by("requirement__place")
    ]
