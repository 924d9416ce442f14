"""The firm shows a document that was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from documents.intake import Received, keep
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from registry.conditions.grounds import not_ended
from registry.demanding import in_time
from registry.models import Demand

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "registry.answer_demand",
    _("Show what was asked for"),
    done=_("Document that was asked for shown"),
    clause="3/a",
    arrow="to_answered",
)


def obstacles(demand: Demand, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why nothing can be shown: the integrator has ended. A late answer is kept, marked late."""
    yield from not_ended(demand.integrator)


def answer_demand(demand_id: int, *, by: User, at: datetime, received: Received, seen: int | None = None) -> Demand:
    """Keep the document; what came in time and is not judged yet keeps the term's end without effect.

    Raises:
        NotAllowed: no mandate of the firm. Refused: answered or decided already, ended, or a stale page.
    """
    with acting():
        demand = lock(Demand, demand_id)
        refuse(ACT, demand, obstacles(demand, at=at), by=by, seen=seen)
        before, requirement = demand.status, demand.requirement
        demand.document = keep(
            received, dossier=demand.dossier, kind=requirement.key, title=requirement.title_tr, by=by
        )
        demand.to_answered()
        demand.answered_at = at
        demand.save()
        facts = {"demand": demand.pk, "in_time": in_time(demand)}
        record(ACT, demand, by=by, at=at, before=before, after=demand.status, facts=facts, documents=[received.sha256])
    return demand
