"""What an integrator had to show and did not: on demand, or for the first time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from deadlines.models import Deadline, DeadlineStatus
from registry.demanding import OF_A_DEMAND, term_key
from registry.lifecycle import Closing, DemandStatus
from registry.models import Demand, Integrator, Obligation
from registry.obligations import FIRST_SHOWING
from registry.queries import grounds_of, terms_of


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
    known = {it.deadline_id for it in grounds_of(integrator) if it.closing != Closing.ANNULLED}
    over = [it for it in terms_of(integrator) if it.status == DeadlineStatus.ELAPSED]
    last = {it.term: it for it in over if it.term != FIRST_SHOWING}  # a demand has its own, and the newest counts
    found = [*_demanded(integrator, {key: it for key, it in last.items() if it.pk not in known}), *_owed(over)]
    return {it.deadline.pk: it for it in found if it.deadline.pk not in known}


def _demanded(integrator: Integrator, over: Mapping[str, Deadline]) -> list[NotShown]:
    """Return what was demanded; where no term of a demand is over, nobody is asked for demands."""
    if not any(term.startswith(OF_A_DEMAND) for term in over):
        return []
    rows = integrator.demands.filter(status=DemandStatus.NOT_SHOWN).select_related("requirement")
    return [NotShown(it, over[term_key(it)], "demand") for it in rows if term_key(it) in over]


def _owed(over: Iterable[Deadline]) -> list[NotShown]:
    rows = [(it, term) for term in over if term.term == FIRST_SHOWING for it in term.obligations.all()]
    return [
        NotShown(it, term, "obligation")
        for it, term in sorted(rows, key=lambda row: (row[0].requirement.place, row[0].pk))
        if it.ended_at is None and it.concerned and not term.waits  # type: ignore[attr-defined]  # annotated
    ]
