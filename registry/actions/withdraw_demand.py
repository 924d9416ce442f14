"""An officer takes a demand back: it was a mistake, or the doubt is gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from deadlines.models import DeadlineStatus
from kep_gateway.letters import tell, worded
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from registry.conditions.grounds import said
from registry.demanding import end_unless_over
from registry.models import Demand
from registry.notices import DEMAND_WITHDRAWN

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "registry.withdraw_demand",
    _("Take the demand back"),
    done=_("Demand taken back"),
    clause="3/a",
    arrow="to_withdrawn",
)


def obstacles(demand: Demand, *, at: datetime, reason: str | None = None) -> Iterator[Obstacle]:
    """Yield why it cannot be taken back: no reason is given."""
    yield from said(reason=reason)


def withdraw_demand(demand_id: int, *, by: User, at: datetime, reason: str, seen: int | None = None) -> Demand:
    """Take the demand back; its term is no longer needed, and the firm is told.

    Raises:
        NotAllowed, Refused: decided already, no reason, or a stale page.
    """
    with acting():
        demand = lock(Demand, demand_id)
        refuse(ACT, demand, obstacles(demand, at=at, reason=reason), by=by, seen=seen)
        before = demand.status
        demand.to_withdrawn()
        demand.judgement = reason.strip()
        demand.save()
        end_unless_over(demand, DeadlineStatus.CANCELLED, at=at)
        step = record(ACT, demand, by=by, at=at, before=before, after=demand.status, facts={"demand": demand.pk})
        text = worded(DEMAND_WITHDRAWN, demand, what=demand.requirement.title_tr)
        tell(text, step=step, by=by, at=at)
    return demand
