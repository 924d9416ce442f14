"""What the pages of an application show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Min
from django.urls import reverse

from accounts.models import Firm, Mandate
from applications.actions.file_document import KIND as FILED
from applications.conditions.documents import not_evidenced
from applications.lifecycle import Status
from applications.models import Application, Mark
from applications.queries import became, certificate, counted_on, items, notices, of_firm, requests
from applications.todo import todo
from contracts.pages import agreement_panel
from deadlines.models import Deadline, DeadlineStatus
from deadlines.terms import explained
from documents.queries import documents_of
from law.clock import legal_day
from ledger.acts import may
from ledger.edge import one_of
from ledger.models import Outcome
from ledger.offers import Offer, offers
from ledger.timeline import lines
from registry.models import Evidenced
from registry.queries import integrator_of, with_grounds
from registry.terms import VERIFICATION

if TYPE_CHECKING:
    from accounts.models import User
    from applications.models import Item
    from ledger.models import Dossier

WITH_US = (Status.SUBMITTED, Status.UNDER_REVIEW, Status.SUITABLE)
FIRM_ACTS = ("applications.submit", "applications.complete", "applications.withdraw")
DESK_ACTS = {
    "applications.take_up": ("desk_simple", "incele"),
    "applications.compose_request": ("desk_compose",),
    "applications.find_suitable": ("desk_simple", "uygun-bul"),
    "applications.review_again": ("desk_simple", "yeniden-incele"),
    "applications.approve": ("desk_propose_approval",),
    "applications.reject": ("desk_propose_rejection",),
    "applications.file_document": ("desk_file_document",),
}
"""The acts at the desk, each with its address's name and, where several share it, its last word."""
RUNNING: dict[str, Any] = {"status": DeadlineStatus.OPEN, "reminds": None}
FAR = datetime.max.replace(tzinfo=UTC)
"""When the next term ends of a firm that has none: after all others."""
AT_ONCE = ("desk_simple", "desk_propose_approval")
"""The addresses whose button does the act; the others lead to a page that asks more first."""


def application_page(application: Application, person: User, at: datetime, *, ministry: bool) -> dict[str, Any]:
    """Return everything of one application: facts, items, letters, terms, acts, timeline."""
    dossier, shown = application.dossier, items(application)
    if not ministry:
        shown = sorted(shown, key=_is_fine)  # what the firm must still send comes first
    filed = [it for it in documents_of(dossier) if it.kind == FILED and (ministry or not it.internal)]
    firm_offers = () if ministry else offers(FIRM_ACTS, application, person, at)
    return {
        "application": application,
        "items": shown,
        "judged_count": sum(item.mark != Mark.OPEN for item in shown),
        "sent_count": sum(bool(item.sent) for item in shown),  # type: ignore[attr-defined]  # prefetched
        "judge": next(offers(("applications.judge",), shown[0], person, at), None) if ministry and shown else None,
        "filed": filed,
        "certificate": certificate(application) if ministry else None,
        "counted_on": counted_on(application),
        "became": became(application),
        "offers": {offer.act.name.split(".")[1]: offer for offer in firm_offers},
        "buttons": list(_buttons(application, person, at)) if ministry else (),
        "requests": requests(application),
        "notices": notices(application) if ministry else (),
        "terms": terms(dossier),
        "panel": agreement_panel(dossier, person, at) if ministry else None,
        "proposals": [it for it in dossier.proposals.all() if it.outcome == Outcome.OPEN] if ministry else (),
        "timeline": list(lines(dossier, ministry=ministry)),
        "assignable": ministry and may(person, "ledger.hand_over", dossier),
        "seen": dossier.head_n,
    }


def _buttons(application: Application, person: User, at: datetime) -> Iterator[tuple[Offer, str, bool]]:
    """Yield the acts at the desk, each with its address and whether that asks more first."""
    for offer in offers(tuple(DESK_ACTS), application, person, at):
        name, *word = DESK_ACTS[offer.act.name]
        yield offer, reverse(name, args=[application.dossier.number, *word]), name not in AT_ONCE


def judging_page(application: Application, judged: Item, at: datetime) -> dict[str, Any]:
    """Return what stands beside the judgement of a requirement: what was sent, what fails in it, its neighbours."""
    around = items(application)
    place = _place(judged, around)
    item = around[place]
    return {
        "application": application,
        "item": item,
        "place": place + 1,
        "whole": len(around),
        "previous": around[place - 1] if place else None,
        "following": around[place + 1] if place + 1 < len(around) else None,
        "flaws": list(not_evidenced(item, today=legal_day(at))),
        "certificate": certificate(application) if item.requirement.evidenced == Evidenced.CERTIFICATE else None,
        "seen": application.dossier.head_n,
    }


def next_to_judge(application: Application, judged: Item) -> Item | None:
    """Return the next requirement that nobody has judged, from the first on after the last; None when all are."""
    around = items(application)
    place = _place(judged, around)
    return next((it for it in (*around[place:], *around[:place]) if it.mark == Mark.OPEN), None)


def _place(item: Item, around: list[Item]) -> int:
    return [it.pk for it in around].index(item.pk)


def _is_fine(item: Item) -> bool:
    lacking = item.requirement.mandatory and not item.sent  # type: ignore[attr-defined]  # prefetched
    return item.mark != Mark.DEFICIENT and not lacking


def terms(dossier: Dossier) -> list[tuple[Deadline, str]]:
    """Return a dossier's terms, each with the sentence that explains its end."""
    rows = Deadline.objects.filter(dossier=dossier).filter(reminds=None).order_by("due_at")
    return [(row, explained(row)) for row in rows]


def portal_page(person: User, at: datetime, number: str = "") -> dict[str, Any]:
    """Return what the person must do, by when: for the firm whose file has this number, or whose term ends next.

    Beside it the other firms it acts for, each with the end of its next term: whoever acts for twenty sees all ends.

    Raises:
        Http404: the person acts for no firm whose file has this number.
    """
    held = Mandate.objects.filter(person=person, until_at=None, firm__ended_at=None).select_related("firm__dossier")
    ends = next_ends([it.firm_id for it in held]) if len(held) > 1 else {}
    firms = sorted((it.firm for it in held), key=lambda firm: (ends.get(firm.pk, FAR), firm.name_order))
    chosen, others = one_of(firms, number)
    return {
        "it": firm_tasks(chosen, person, at) if chosen else None,
        "others": [(it, ends.get(it.pk)) for it in others],
    }


def next_ends(firms: list[int]) -> dict[int, datetime]:
    """Return when the next open term of each firm ends; a firm without one is not in it."""
    running = Deadline.objects.filter(dossier__firm__in=firms, **RUNNING).exclude(term=VERIFICATION)
    return dict(running.values_list("dossier__firm").annotate(Min("due_at")).order_by())


def firm_tasks(firm: Firm, person: User, at: datetime) -> dict[str, Any]:
    """Return one firm's open terms, what it must do, its applications and its standing."""
    running = Deadline.objects.filter(dossier__firm=firm, **RUNNING).exclude(term=VERIFICATION)
    integrator, told = integrator_of(firm), of_firm(firm)
    if integrator is not None:
        with_grounds(integrator)
    return {
        "firm": firm,
        "todo": list(todo(firm, integrator, at)),
        "terms": [(row, explained(row)) for row in running.select_related("dossier").order_by("due_at")],
        "applications": told,
        "start": next(offers(("applications.start",), firm, person, at), None),
        "integrator": integrator,
        "ours": any(it.status in WITH_US for it in told),
    }
