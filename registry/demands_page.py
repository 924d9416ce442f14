"""What the pages about demands show: what was asked for, until when, what came, and what can be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from deadlines.models import Deadline
from ledger.offers import Offer, offers
from registry.demanding import in_time, term_key
from registry.lifecycle import DemandStatus
from registry.models import Demand, Integrator

if TYPE_CHECKING:
    from accounts.models import User

TONES = {
    DemandStatus.ASKED: "warn",
    DemandStatus.ANSWERED: "warn",
    DemandStatus.SHOWN: "good",
    DemandStatus.NOT_SHOWN: "bad",
    DemandStatus.WITHDRAWN: "",
}
DEMAND_ACTS = {
    "kaydet": "registry.record_answer",
    "degerlendir": "registry.judge_answer",
    "ibraz-edilmedi": "registry.find_not_shown",
    "geri-al": "registry.withdraw_demand",
}
"""The acts on a demand, by the last word of their address."""


@dataclass(frozen=True)
class Asked:
    """One demand as a page shows it: its term once service began it, whether its answer was late, its buttons."""

    demand: Demand
    tone: str
    term: Deadline | None
    late: bool
    buttons: tuple[tuple[Offer, str], ...]


def asked(integrator: Integrator, person: User, at: datetime, *, desk: bool) -> Iterator[Asked]:
    """Yield an integrator's demands, the newest first."""
    rows = integrator.demands.select_related("requirement", "document", "dossier", "integrator__firm")
    terms = {it.term: it for it in Deadline.objects.filter(dossier=integrator.dossier, term__startswith="demand_")}
    for demand in rows.prefetch_related("document__signatures").order_by("-asked_at", "-pk"):
        buttons = _desk(demand, person, at) if desk else _portal(demand, person, at)
        late = demand.answered_at is not None and not in_time(demand)
        tone = TONES[DemandStatus(demand.status)]
        yield Asked(demand, tone, terms.get(term_key(demand)), late, tuple(buttons))


def _desk(demand: Demand, person: User, at: datetime) -> Iterator[tuple[Offer, str]]:
    words = {name: word for word, name in DEMAND_ACTS.items()}
    for offer in offers(tuple(words), demand, person, at):
        if demand.status in {DemandStatus.ASKED, DemandStatus.ANSWERED}:
            where = [demand.integrator.dossier.number, demand.pk, words[offer.act.name]]
            yield offer, reverse("registry:desk_demand", args=where)


def _portal(demand: Demand, person: User, at: datetime) -> Iterator[tuple[Offer, str]]:
    for offer in offers(("registry.answer_demand",), demand, person, at):
        if demand.status == DemandStatus.ASKED:
            yield offer, reverse("registry:portal_demand", args=[demand.integrator.dossier.number, demand.pk])
