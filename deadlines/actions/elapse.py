"""A term is over and nothing follows by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from deadlines.models import Deadline, DeadlineStatus
from deadlines.terms import close_one
from ledger.acts import Act, Rule, acting, lock, record, refuse
from ledger.errors import Obstacle

ACT = Act("deadlines.elapse", _("Term elapsed"), rules=frozenset({"sweeper"}))


def obstacles(deadline: Deadline, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why a term is not over: closed already, or still running."""
    if deadline.status != DeadlineStatus.OPEN:
        yield Obstacle("closed", _("This term is closed."))
    elif at < deadline.due_at:
        yield Obstacle("running", _("This term is still running."))


def elapse(deadline_id: int, *, by: Rule, at: datetime) -> Deadline:
    """Close a term that is over. `at` is its due instant, whenever the sweeper came round.

    Raises:
        Refused: closed already, or still running.
    """
    with acting():
        deadline = lock(Deadline, deadline_id)
        refuse(ACT, deadline, obstacles(deadline, at=at), by=by)
        close_one(deadline, DeadlineStatus.ELAPSED, at=at)
        facts = {"term": deadline.term, "due_at": deadline.due_at}
        record(ACT, deadline, by=by, at=at, facts=facts, clause=deadline.clause)
    return deadline
