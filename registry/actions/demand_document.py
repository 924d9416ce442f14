"""An officer questions the currency of a document: the firm is asked to show it within a term (clause 3/a)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kep_gateway.letters import tell, worded
from law.clock import legal_day
from ledger.acts import Act, acting, record, refuse
from ledger.errors import Obstacle
from policies.queries import value
from registry.conditions.grounds import not_ended, said
from registry.demanding import term_key
from registry.due import held
from registry.lifecycle import DemandStatus
from registry.models import Demand, Integrator, Requirement
from registry.notices import DOCUMENT_DEMANDED
from registry.requirements import set_in_force

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "registry.demand_document",
    _("Ask for a document to be shown"),
    done=_("Document asked for"),
    clause="3/a",
    follows=_("A letter is drafted; once it is signed and served, the term to show the document begins."),
)
OPEN = (DemandStatus.ASKED, DemandStatus.ANSWERED)


def obstacles(
    integrator: Integrator, *, at: datetime, requirement_id: int | None = None, reason: str | None = None
) -> Iterator[Obstacle]:
    """Yield why nothing can be asked for: ended, nothing named of the set in force, asked already, or no reason."""
    yield from not_ended(integrator)
    if requirement_id is not None:
        yield from _named(integrator, requirement_id, at)
    yield from said(reason=reason)


def _named(integrator: Integrator, requirement_id: int, at: datetime) -> Iterator[Obstacle]:
    found = set_in_force(legal_day(at))
    if found is None or not found.requirements.filter(pk=requirement_id).exists():
        message = _("Choose a document of the requirement set in force.")
        yield Obstacle("not_required", message, "3/a", "requirement_id")
    elif integrator.demands.filter(requirement=requirement_id, status__in=OPEN).exists():
        yield Obstacle("asked", _("This document has been asked for already."), "3/a", "requirement_id")


def demand_document(
    integrator_id: int, *, by: User, at: datetime, requirement_id: int, reason: str, seen: int | None = None
) -> Demand:
    """Ask by letter for a document to be shown; the term begins with the letter's service, as long as the policy says.

    Raises:
        NotAllowed, Refused: see `obstacles`, or a stale page.
    """
    with acting():
        integrator = held(integrator_id, at)
        found = obstacles(integrator, at=at, requirement_id=requirement_id, reason=reason)
        refuse(ACT, integrator, found, by=by, seen=seen)
        requirement = Requirement.objects.get(pk=requirement_id)
        demand = Demand.objects.create(
            dossier=integrator.dossier,
            integrator=integrator,
            requirement=requirement,
            reason=reason.strip(),
            asked_at=at,
            asked_by=by,
        )
        facts = {"demand": demand.pk, "requirement": requirement.key}
        step = record(ACT, demand, by=by, at=at, after=DemandStatus.ASKED, facts=facts)
        days = value("demand.days", legal_day(at))
        text = worded(DOCUMENT_DEMANDED, demand, what=requirement.title_tr, reason=demand.reason, days=days)
        tell(text, step=step, by=by, at=at, term_key=term_key(demand))
    return demand
