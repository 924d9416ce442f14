"""The term of a demand, and how it stands."""

from __future__ import annotations

from datetime import datetime

from deadlines.models import Deadline, DeadlineStatus
from kep_gateway.notices import end_term
from registry.models import Demand
from registry.terms import DEMAND

OF_A_DEMAND = f"{DEMAND.key}_"
"""How the keys of the terms of demands begin."""


def term_key(demand: Demand) -> str:
    """Return the key of a demand's own term: each has one, so that none ends another's."""
    return f"{OF_A_DEMAND}{demand.pk}"


def is_over(demand: Demand, at: datetime) -> bool:
    """Tell whether the demand's term ended unmet by an instant, whether or not anybody has recorded that yet."""
    rows = Deadline.objects.filter(dossier=demand.dossier_id, term=term_key(demand), due_at__lte=at)
    return rows.filter(status__in=(DeadlineStatus.OPEN, DeadlineStatus.ELAPSED)).exists()


def end_unless_over(demand: Demand, status: DeadlineStatus, *, at: datetime) -> None:
    """End the demand's term, where it runs or service would still open it; one that is over elapsed at its end."""
    if not is_over(demand, at):
        end_term(demand.dossier, term_key(demand), status, at=at)


def in_time(demand: Demand) -> bool:
    """Tell whether the answer came before the term's end, or before any term began."""
    assert demand.answered_at
    ended = Deadline.objects.filter(dossier=demand.dossier_id, term=term_key(demand)).order_by("-due_at").first()
    return ended is None or demand.answered_at < ended.due_at
