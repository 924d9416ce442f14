"""A document's last valid day comes near: the firm is warned by letter. A courtesy; nothing starts by it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from deadlines.models import Deadline, DeadlineStatus
from kep_gateway.letters import tell, worded
from law.explain import date_short
from ledger.acts import Act, Rule, acting, record, refuse
from ledger.errors import Obstacle
from registry.conditions.grounds import not_ended
from registry.due import held
from registry.models import Integrator
from registry.notices import LAPSE_AHEAD

ACT = Act("registry.warn", _("Warned that a document lapses"), clause="2", rules=frozenset({"sweeper"}))


def obstacles(integrator: Integrator, *, at: datetime, deadline: Deadline | None = None) -> Iterator[Obstacle]:
    """Yield why nobody is warned: the integrator ended, or the term has been met, moved or is over."""
    yield from not_ended(integrator)
    if deadline is not None and (deadline.status != DeadlineStatus.OPEN or deadline.due_at <= at):
        yield Obstacle("closed", _("This term is closed."))


def warn(integrator_id: int, *, by: Rule, at: datetime, deadline_id: int) -> Deadline:
    """Write the letter that says which document ends when, and what follows.

    Raises:
        Refused: ended, or the term is closed.
    """
    with acting():
        integrator = held(integrator_id, at)
        deadline = Deadline.objects.get(pk=deadline_id)
        refuse(ACT, integrator, obstacles(integrator, at=at, deadline=deadline), by=by)
        step = record(ACT, integrator, by=by, at=at, facts={"term": deadline.term, "deadline": deadline.pk})
        assert deadline.effective_on
        facts = {
            "what": deadline.title,
            "last_on": date_short(deadline.effective_on),
            "automatic": bool(deadline.arises),
        }
        tell(worded(LAPSE_AHEAD, integrator, **facts), step=step, by=by, at=at)
    return deadline
