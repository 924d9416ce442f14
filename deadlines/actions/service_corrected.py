"""A person accepted evidence of another served day: the term that began with it is counted from there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from deadlines.models import Deadline, DeadlineStatus
from deadlines.terms import move_end
from law.due import Counting, due
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from policies.queries import calendar

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "deadlines.service_corrected", _("Count from the corrected service"), done=_("Counted from the corrected service")
)


def obstacles(deadline: Deadline, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why the service of a term cannot be corrected: closed already, or begun by no service day."""
    if deadline.status != DeadlineStatus.OPEN:
        yield Obstacle("closed", _("This term is closed."))
    if not deadline.start_on or not deadline.length:
        yield Obstacle("no_service", _("This term does not start with a service."))


def service_corrected(
    deadline_id: int, *, by: User, at: datetime, served_on: date, evidence: str, seen: int | None = None
) -> Deadline:
    """Count an open term from another served day, by the policy it was opened under.

    Raises:
        NotAllowed, Refused: closed, or not started by a service.
    """
    with acting():
        deadline = lock(Deadline, deadline_id)
        refuse(ACT, deadline, obstacles(deadline, at=at), by=by, seen=seen)
        days, before = calendar(), deadline.start_on
        counted = due(served_on, deadline.as_term, days, Counting(**deadline.policy))
        deadline.start_on, deadline.evidence = served_on, evidence
        move_end(deadline, counted, days.version)
        facts = {"term": deadline.term, "from": before, "to": served_on, "ends": counted.effective}
        record(ACT, deadline, by=by, at=at, facts=facts, clause=deadline.clause)
    return deadline
