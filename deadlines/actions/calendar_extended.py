"""A holiday was added: an open term that ends on it moves on, never back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from deadlines.models import Deadline, DeadlineStatus
from deadlines.terms import move_end
from law.due import Counting, due
from ledger.acts import Act, Rule, acting, lock, record, refuse
from ledger.errors import Obstacle
from policies.queries import calendar

ACT = Act("deadlines.calendar_extended", _("Term extended by a holiday"), rules=frozenset({"calendar"}))


def obstacles(deadline: Deadline, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why a holiday moves nothing: the term is closed, over, or does not roll."""
    if deadline.status != DeadlineStatus.OPEN or at >= deadline.due_at:
        yield Obstacle("closed", _("This term is closed."))
    if not deadline.length or not deadline.start_on or not (deadline.rolls or deadline.unit == "w"):
        yield Obstacle("never_rolls", _("This term is not moved by holidays."))


def calendar_extended(deadline_id: int, *, by: Rule, at: datetime) -> Deadline:
    """Count an open term anew with the calendar of today and the policy it was opened under; only a later end counts.

    Raises:
        Refused: closed, over, or a term that holidays do not move.
    """
    with acting():
        deadline = lock(Deadline, deadline_id)
        refuse(ACT, deadline, obstacles(deadline, at=at), by=by)
        assert deadline.start_on
        days = calendar(before=deadline.due_at)  # what is added after the end revives nothing
        counted = due(deadline.start_on, deadline.as_term, days, Counting(**deadline.policy))
        if counted.at > deadline.due_at:
            before = deadline.effective_on
            move_end(deadline, counted, days.version)
            facts = {"term": deadline.term, "from": before, "to": counted.effective, "calendar": days.version}
            record(ACT, deadline, by=by, at=at, facts=facts, clause=deadline.clause)
        else:  # the same end by the newer calendar too: it is not asked again
            deadline.calendar_version = days.version
            deadline.save(update_fields=["calendar_version"])
    return deadline
