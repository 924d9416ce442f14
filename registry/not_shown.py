"""What an integrator had to show and did not: on demand, or for the first time."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from deadlines.models import Deadline, DeadlineStatus
from registry.demanding import elapsed_term
from registry.lifecycle import DemandStatus
from registry.models import Demand, Ground, Integrator, Obligation, Showing
from registry.obligations import FIRST_SHOWING


@dataclass(frozen=True)
class NotShown:
    """One document that was not shown, and the term that is over; `by` names the fact that its ground requires."""

    row: Demand | Obligation
    deadline: Deadline
    by: str

    @property
    def asked(self) -> bool:
        """Whether an officer had asked for it."""
        return self.by == "demand"


def all_not_shown(integrator: Integrator) -> dict[int, NotShown]:
    """Return what was not shown by its term's key; without that on which a ground rests already.

    Something sent that waits to be judged keeps its term without effect.
    """
    used = Ground.objects.filter(integrator=integrator, deadline__isnull=False).exclude(closing="annulled")
    known = set(used.values_list("deadline", flat=True))
    found = [*_demanded(integrator), *_owed(integrator)]
    return {it.deadline.pk: it for it in found if it.deadline.pk not in known}


def _demanded(integrator: Integrator) -> list[NotShown]:
    rows = integrator.demands.filter(status=DemandStatus.NOT_SHOWN).select_related("requirement")
    ended = ((demand, elapsed_term(demand)) for demand in rows)
    return [NotShown(demand, deadline, "demand") for demand, deadline in ended if deadline is not None]


def _owed(integrator: Integrator) -> list[NotShown]:
    over = {"deadline__term": FIRST_SHOWING, "deadline__status": DeadlineStatus.ELAPSED}
    rows = integrator.obligations.filter(ended_at=None, concerned=True, **over)
    rows = rows.exclude(Exists(Showing.objects.filter(obligation=OuterRef("pk"), accepted_at=None, refused_at=None)))
    return [
        NotShown(it, it.deadline, "obligation") for it in rows.select_related("requirement", "deadline") if it.deadline
    ]
