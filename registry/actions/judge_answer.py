"""An officer judges a document that was asked for: it does, or it does not and the remaining time runs on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from deadlines.models import DeadlineStatus
from documents.models import DocumentState
from kep_gateway.letters import tell, worded
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from registry.conditions.grounds import said
from registry.demanding import end_unless_over, is_over
from registry.lifecycle import DemandStatus
from registry.models import Demand
from registry.notices import ANSWER_RETURNED

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("registry.judge_answer", _("Judge what was shown"), done=_("What was shown was judged"), clause="3/a")


def obstacles(demand: Demand, *, at: datetime, judgement: str | None = None) -> Iterator[Obstacle]:
    """Yield why nothing can be judged: nothing was shown, it is not scanned, or nothing is said of it."""
    if demand.status != DemandStatus.ANSWERED:
        yield Obstacle("not_answered", _("Nothing that was shown waits to be judged."), "3/a")
    elif demand.document is not None and demand.document.state != DocumentState.CLEAN:
        yield Obstacle("not_clean", _("The file has not passed the virus scan."))
    yield from said(judgement=judgement)


def judge_answer(
    demand_id: int, *, by: User, at: datetime, shown: bool, judgement: str, seen: int | None = None
) -> Demand:
    """Accept what was shown, which meets the term; or return it with the reason, by letter.

    What is returned after the term's end is not shown: two persons may then make passive.

    Raises:
        NotAllowed, Refused: see `obstacles`, or a stale page.
    """
    with acting():
        demand = lock(Demand, demand_id)
        refuse(ACT, demand, obstacles(demand, at=at, judgement=judgement), by=by, seen=seen)
        before = demand.status
        _move(demand, shown=shown, at=at)
        demand.judged_by, demand.judged_at, demand.judgement = by, at, judgement.strip()
        demand.save()
        if shown:
            end_unless_over(demand, DeadlineStatus.MET, at=at)
        facts = {"demand": demand.pk}
        step = record(ACT, demand, by=by, at=at, before=before, after=demand.status, facts=facts)
        if not shown:
            said_of_it = {"what": demand.requirement.title_tr, "reason": demand.judgement}
            over = demand.status == DemandStatus.NOT_SHOWN
            text = worded(ANSWER_RETURNED, demand, **said_of_it, over=over)
            tell(text, step=step, by=by, at=at)
    return demand


def _move(demand: Demand, *, shown: bool, at: datetime) -> None:
    if shown:
        demand.to_shown()
    elif is_over(demand, at):
        demand.to_not_shown()
    else:
        demand.to_asked()
