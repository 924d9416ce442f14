"""The term of a demand is over and nothing was shown: an officer says so; two persons may then make passive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from registry.conditions.grounds import said
from registry.demanding import is_over
from registry.lifecycle import DemandStatus
from registry.models import Demand

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "registry.find_not_shown",
    _("Say that it was not shown"),
    done=_("Found not shown"),
    clause="3/a",
    arrow="to_not_shown",
)


def obstacles(demand: Demand, *, at: datetime, judgement: str | None = None) -> Iterator[Obstacle]:
    """Yield why it cannot be said: an answer waits to be judged, the term runs or never began, or nothing is said."""
    if demand.status == DemandStatus.ANSWERED:
        yield Obstacle("answered", _("What was shown waits to be judged."), "3/a")
    elif not is_over(demand, at):
        yield Obstacle("running", _("The term to show it is not over."), "3/a")
    yield from said(judgement=judgement)


def find_not_shown(demand_id: int, *, by: User, at: datetime, judgement: str, seen: int | None = None) -> Demand:
    """Record that the document was not shown in time. The standing does not change by it.

    Raises:
        NotAllowed, Refused: see `obstacles`, decided already, or a stale page.
    """
    with acting():
        demand = lock(Demand, demand_id)
        refuse(ACT, demand, obstacles(demand, at=at, judgement=judgement), by=by, seen=seen)
        before = demand.status
        demand.to_not_shown()
        demand.judged_by, demand.judged_at, demand.judgement = by, at, judgement.strip()
        demand.save()
        record(ACT, demand, by=by, at=at, before=before, after=demand.status, facts={"demand": demand.pk})
    return demand
