"""What the pages about an integrator's lasting conditions show: what is owed, what was shown, until when it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deadlines.models import Deadline, DeadlineStatus
from ledger.offers import Offer, offers
from registry.lifecycle import Concern
from registry.models import Concerns, Ground, Integrator, Obligation, Showing

if TYPE_CHECKING:
    from accounts.models import User

Button = tuple[Offer, str]


@dataclass(frozen=True)
class Kept:
    """One obligation as a page shows it: its state as a chip, its term, and what was shown, the newest first.

    `buttons` are the acts on the obligation itself; those on what was shown stand beside it.
    """

    obligation: Obligation
    state: str | Promise
    tone: str
    term: Deadline | None
    showings: tuple[tuple[Showing, tuple[Button, ...]], ...]
    buttons: tuple[Button, ...]


STATES: dict[str, tuple[str | Promise, str]] = {
    "undecided": (Concern.UNDECIDED.label, "warn"),
    "not_concerned": (Concern.NOT_CONCERNED.label, ""),
    "waits": (_("sent, waits to be judged"), "warn"),
    "never": (_("not shown yet"), "warn"),
    "overdue": (_("not shown in time"), "bad"),
    "lapsed": (_("lapsed"), "bad"),
    "held": (_("held"), "good"),
}
"""What is said of an obligation, with the tone of its chip."""


def kept(integrator: Integrator, person: User, at: datetime, *, desk: bool) -> Iterator[Kept]:
    """Yield what an integrator owes now, in the order of its requirement set."""
    rows = integrator.obligations.filter(ended_at=None).select_related(
        "requirement", "deadline", "dossier", "decided_by"
    )
    rows = rows.select_related("integrator__firm", "decided_by").prefetch_related("showings__document__signatures")
    for obligation in rows.order_by("requirement__place", "pk"):
        shown = sorted(obligation.showings.all(), key=lambda it: (it.sent_at, it.pk), reverse=True)
        state = state_of(obligation, shown, at)
        term = obligation.deadline
        yield Kept(
            obligation,
            *STATES[state],
            term if term is not None and term.status == DeadlineStatus.OPEN else None,
            tuple((it, tuple(_on_showing(it, integrator, person, at)) if desk else ()) for it in shown),
            tuple(_on_obligation(obligation, integrator, person, at, desk=desk)),
        )


def state_of(obligation: Obligation, shown: list[Showing], at: datetime) -> str:
    """Return the key of STATES that tells how an obligation stands; `shown` is everything shown for it."""
    if not obligation.concerned:
        return "undecided" if obligation.concerned is None else "not_concerned"
    if any(it.accepted_at is None and it.refused_at is None for it in shown):
        return "waits"
    term, once = obligation.deadline, any(it.accepted_at for it in shown)
    over = term is not None and (term.status == DeadlineStatus.ELAPSED or term.due_at <= at)
    if once:
        return "lapsed" if over else "held"
    return "overdue" if over else "never"


def to_review(integrator: Integrator, person: User, at: datetime) -> Iterator[tuple[Ground, list[Button]]]:
    """Yield the grounds that arose by themselves and that nobody has looked at, each with the act's button."""
    waiting = list(integrator.grounds.exclude(rule="").filter(reviewed_at=None))
    for offer in offers(("registry.review_ground",), integrator, person, at) if waiting else ():
        for ground in waiting:
            yield ground, [(offer, reverse("registry:desk_review", args=[integrator.dossier.number, ground.pk]))]


SHOWING_ACTS = {"kabul": "registry.accept_showing", "ret": "registry.refuse_showing"}
"""The acts on what was shown, by the last word of their address."""


def _on_showing(showing: Showing, integrator: Integrator, person: User, at: datetime) -> Iterator[Button]:
    words = {name: word for word, name in SHOWING_ACTS.items()}
    for offer in offers(tuple(words), showing, person, at) if not (showing.accepted_at or showing.refused_at) else ():
        where = [integrator.dossier.number, showing.pk, words[offer.act.name]]
        yield offer, reverse("registry:desk_showing", args=where)


def _on_obligation(
    obligation: Obligation, integrator: Integrator, person: User, at: datetime, *, desk: bool
) -> Iterator[Button]:
    if desk and obligation.requirement.concerns == Concerns.EVERY:
        return
    act, page = ("decide_concern", "desk_concern") if desk else ("show_document", "portal_show")
    for offer in offers((f"registry.{act}",), obligation, person, at):
        yield offer, reverse(f"registry:{page}", args=[integrator.dossier.number, obligation.pk])
