"""What the pages of an application show."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from accounts.models import Firm, Mandate
from applications.actions.file_document import KIND as FILED
from applications.lifecycle import Status
from applications.models import Application, Mark
from applications.queries import certificate, counted_on, items
from applications.todo import todo
from contracts.pages import agreement_panel
from deadlines.models import Deadline, DeadlineStatus
from deadlines.terms import REMINDER, explained
from ledger.acts import may
from ledger.models import Outcome
from ledger.offers import offers
from ledger.timeline import lines

if TYPE_CHECKING:
    from accounts.models import User
    from applications.models import Item
    from ledger.models import Dossier

WITH_US = (Status.SUBMITTED, Status.UNDER_REVIEW, Status.SUITABLE)
FIRM_ACTS = ("applications.submit", "applications.complete", "applications.withdraw")
DESK_ACTS = (
    "applications.take_up",
    "applications.compose_request",
    "applications.find_suitable",
    "applications.review_again",
    "applications.approve",
    "applications.reject",
    "applications.file_document",
)


def application_page(application: Application, person: User, at: datetime, *, ministry: bool) -> dict[str, Any]:
    """Return everything of one application: facts, items, letters, terms, acts, timeline."""
    dossier, shown = application.dossier, items(application)
    if not ministry:
        shown = sorted(shown, key=_is_fine)  # what the firm must still send comes first
    names, filed = DESK_ACTS if ministry else FIRM_ACTS, dossier.documents.filter(kind=FILED)
    return {
        "application": application,
        "items": shown,
        "judged_count": sum(item.mark != Mark.OPEN for item in shown),
        "sent_count": sum(bool(item.sent) for item in shown),  # type: ignore[attr-defined]  # prefetched
        "judge": next(offers(("applications.judge",), shown[0], person, at), None) if ministry and shown else None,
        "filed": filed if ministry else filed.filter(internal=False),
        "certificate": certificate(application),
        "counted_on": counted_on(application),
        "offers": {offer.act.name.split(".")[1]: offer for offer in offers(names, application, person, at)},
        "requests": application.requests.select_related("letter", "letter__document"),
        "notices": dossier.notices.select_related("letter"),
        "terms": terms(dossier),
        "panel": agreement_panel(dossier, person, at),
        "proposals": dossier.proposals.filter(outcome=Outcome.OPEN) if ministry else (),
        "timeline": list(lines(dossier, ministry=ministry)),
        "assignable": ministry and may(person, "ledger.hand_over", dossier),
        "seen": dossier.head_n,
    }


def _is_fine(item: Item) -> bool:
    lacking = item.requirement.mandatory and not item.sent  # type: ignore[attr-defined]  # prefetched
    return item.mark != Mark.DEFICIENT and not lacking


def terms(dossier: Dossier) -> list[tuple[Deadline, str]]:
    """Return a dossier's terms, each with the sentence that explains its end."""
    rows = Deadline.objects.filter(dossier=dossier).exclude(term=REMINDER).order_by("due_at")
    return [(row, explained(row)) for row in rows]


def portal_page(person: User, at: datetime) -> dict[str, Any]:
    """Return what the person must do, by when, for every firm it acts for."""
    mandates = Mandate.objects.filter(person=person, until_at=None, firm__ended_at=None).select_related("firm")
    return {"firms": [firm_tasks(mandate.firm, person, at) for mandate in mandates]}


def firm_tasks(firm: Firm, person: User, at: datetime) -> dict[str, Any]:
    """Return one firm's open terms, what it must do, its applications and its standing."""
    running = Deadline.objects.filter(dossier__firm=firm, status=DeadlineStatus.OPEN).exclude(term=REMINDER)
    integrator = firm.integrators.filter(ended_at=None).select_related("dossier").first()
    told = list(Application.objects.filter(firm=firm).select_related("dossier").order_by("-started_at"))
    return {
        "firm": firm,
        "todo": list(todo(firm, integrator, at)),
        "terms": [(row, explained(row)) for row in running.select_related("dossier").order_by("due_at")],
        "applications": told,
        "start": next(offers(("applications.start",), firm, person, at), None),
        "integrator": integrator,
        "ours": any(it.status in WITH_US for it in told),
    }
