"""A renewal was sent in time and waits for an officer: by policy the lapse is held for so many days, no longer.

The policy's default is no day at all. When nothing waits any more, the term ends as printed; where that day is over,
with the day on which the last renewal was refused: nobody becomes passive in the past.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from deadlines.models import Deadline
from deadlines.terms import hold_end
from kep_gateway.letters import tell, worded
from law.clock import legal_day
from law.explain import date_short
from ledger.acts import Act, Rule, acting, record, refuse
from ledger.errors import Obstacle
from policies.queries import value
from registry.ahead import ends_ahead, look_ahead
from registry.conditions.grounds import not_ended
from registry.due import held
from registry.lifecycle import GroundKind
from registry.models import Certificate, Integrator, Obligation
from registry.notices import LAPSE_HELD
from registry.terms import VALIDITY

ACT = Act("registry.hold_lapse", _("The lapse waits for the judgement"), clause="2", rules=frozenset({"renewal"}))
REASON = "süresinde gönderilen yeni belgenin değerlendirilmesi bekleniyor"


def obstacles(integrator: Integrator, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why no lapse is held or let go: the integrator ended, or every term ends as it should already."""
    yield from not_ended(integrator)
    if not any(last != deadline.effective_on for deadline, last in _wanted(integrator, at)):
        yield Obstacle("unchanged", _("No term ends otherwise."), "2")


def hold_lapse(integrator_id: int, *, by: Rule, at: datetime) -> Integrator:
    """Move the ends of terms for which a renewal waits, or no longer waits, to where the policy puts them.

    Raises:
        Refused: ended, or nothing moves.
    """
    with acting():
        integrator = held(integrator_id, at)
        refuse(ACT, integrator, obstacles(integrator, at=at), by=by)
        moved = [(it, last) for it, last in _wanted(integrator, at) if last != it.effective_on]
        facts = {"terms": [it.pk for it, _last in moved], "through": [last.isoformat() for _it, last in moved]}
        for deadline, last in moved:
            hold_end(deadline, last, REASON)
        look_ahead(integrator)
        step = record(ACT, integrator, by=by, at=at, facts=facts)
        ends = [f"{it.title}: {date_short(last)}" for it, last in moved]
        tell(worded(LAPSE_HELD, integrator, ends=ends), step=step, by=by, at=at)
    return integrator


def _wanted(integrator: Integrator, at: datetime) -> Iterator[tuple[Deadline, date]]:
    """Yield each running term of a document with the last day that it should have."""
    days: int = value("document.hold_days", legal_day(at))
    for deadline in ends_ahead(integrator).filter(arises=GroundKind.DOCUMENT_LAPSED):
        assert deadline.raw_on
        assert deadline.effective_on
        if _waits(integrator, deadline):
            yield deadline, max(deadline.effective_on, deadline.raw_on + timedelta(days=days))
        elif deadline.effective_on > deadline.raw_on:
            yield deadline, max(deadline.raw_on, legal_day(at))
        else:
            yield deadline, deadline.effective_on


def _waits(integrator: Integrator, deadline: Deadline) -> bool:
    """Tell whether a document that would carry on from a term's end waits for an officer."""
    assert deadline.raw_on
    if deadline.term == VALIDITY:
        waiting = Certificate.objects.filter(firm=integrator.firm_id, accepted_at=None, refused_at=None)
        return waiting.filter(dossier=integrator.dossier_id, valid_until_on__gt=deadline.raw_on).exists()
    obligation = Obligation.objects.filter(deadline=deadline).first()
    return obligation is not None and obligation.showings.filter(accepted_at=None, refused_at=None).exists()
