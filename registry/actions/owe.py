"""A requirement set came into force: what it wants to be held for ever is owed from that day on, and nothing before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kep_gateway.letters import tell, worded
from law.clock import legal_day
from law.explain import date_short
from ledger.acts import Act, Rule, acting, record, refuse
from ledger.errors import Obstacle
from registry.conditions.grounds import not_ended
from registry.due import held
from registry.models import Integrator, Obligation
from registry.notices import DUTIES_BEGUN
from registry.obligations import begin_obligations, continuing, end_obligation
from registry.requirements import set_in_force

ACT = Act("registry.owe", _("Owes what the requirement set in force wants"), clause="2", rules=frozenset({"sweeper"}))


def obstacles(integrator: Integrator, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why nothing is owed anew: the integrator ended, or it owes all that the set in force wants and no more."""
    yield from not_ended(integrator)
    wanted = {it.pk for it in continuing(legal_day(at))}
    if set(integrator.obligations.filter(ended_at=None).values_list("requirement", flat=True)) == wanted:
        yield Obstacle("unchanged", _("The set in force changes nothing for this integrator."), "2")


def owe(integrator_id: int, *, by: Rule, at: datetime) -> Integrator:
    """Open what is owed anew, end what no longer is; what goes on is measured by the new set from now on.

    A running term stays as it was counted: nothing is judged by a set that was not in force at the time.

    Raises:
        Refused: ended, or nothing changes.
    """
    with acting():
        integrator = held(integrator_id, at)
        refuse(ACT, integrator, obstacles(integrator, at=at), by=by)
        wanted = {it.key: it for it in continuing(legal_day(at))}
        kept = {it.key: it for it in integrator.obligations.filter(ended_at=None).select_related("integrator")}
        found = set_in_force(legal_day(at))
        assert found is not None
        facts = {
            "version": found.version,
            "adds": sorted(wanted.keys() - kept.keys()),
            "drops": sorted(kept.keys() - wanted.keys()),
        }
        step = record(ACT, integrator, by=by, at=at, facts=facts)
        for key, obligation in kept.items():
            if key not in wanted:
                end_obligation(obligation, at=at)
            elif obligation.requirement_id != wanted[key].pk:
                obligation.requirement = wanted[key]
                obligation.save(update_fields=["requirement"])
        begun = begin_obligations(integrator, at=at, step=step)
        if begun:
            tell(
                worded(DUTIES_BEGUN, integrator, version=found.version, duties=_duties(begun)), step=step, by=by, at=at
            )
    return integrator


def _duties(begun: list[Obligation]) -> list[str]:
    """Return what is owed anew, each with the last day to show it, where one runs."""
    terms = ((it.requirement.title_tr, it.deadline) for it in begun)
    return [
        f"{title} (son gün {date_short(term.effective_on)})" if term and term.effective_on else title
        for title, term in terms
    ]
