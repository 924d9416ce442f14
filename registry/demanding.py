"""The term of a demand, and how it stands."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from deadlines.models import Deadline, DeadlineStatus
from law.clock import legal_day
from law.terms import Term, Unit
from policies.queries import value
from registry.models import Demand


def term_of(demand: Demand, at: datetime) -> Term:
    """Return the term that the letter's service begins; each demand has one of its own, so that none ends another's."""
    days = value("demand.days", legal_day(at))
    return Term(term_key(demand), days, Unit.DAYS, rolls=True, clause="3/a", title=_("Showing a document on demand"))


def term_key(demand: Demand) -> str:
    """Return the key of a demand's own term."""
    return f"demand_{demand.pk}"


def elapsed_term(demand: Demand) -> Deadline | None:
    """Return the demand's term if it is over and was not met."""
    rows = Deadline.objects.filter(dossier=demand.dossier_id, term=term_key(demand), status=DeadlineStatus.ELAPSED)
    return rows.order_by("-due_at").first()


def in_time(demand: Demand) -> bool:
    """Tell whether the answer came before the term's end, or before any term began."""
    assert demand.answered_at
    ended = Deadline.objects.filter(dossier=demand.dossier_id, term=term_key(demand)).order_by("-due_at").first()
    return ended is None or demand.answered_at < ended.due_at
