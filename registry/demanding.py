"""The term of a demand, and how it stands."""

from __future__ import annotations

from deadlines.models import Deadline, DeadlineStatus
from registry.models import Demand
from registry.terms import DEMAND

OF_A_DEMAND = f"{DEMAND.key}_"
"""How the keys of the terms of demands begin."""


def term_key(demand: Demand) -> str:
    """Return the key of a demand's own term: each has one, so that none ends another's."""
    return f"{OF_A_DEMAND}{demand.pk}"


def elapsed_term(demand: Demand) -> Deadline | None:
    """Return the demand's term if it is over and was not met."""
    rows = Deadline.objects.filter(dossier=demand.dossier_id, term=term_key(demand), status=DeadlineStatus.ELAPSED)
    return rows.order_by("-due_at").first()


def in_time(demand: Demand) -> bool:
    """Tell whether the answer came before the term's end, or before any term began."""
    assert demand.answered_at
    ended = Deadline.objects.filter(dossier=demand.dossier_id, term=term_key(demand)).order_by("-due_at").first()
    return ended is None or demand.answered_at < ended.due_at
