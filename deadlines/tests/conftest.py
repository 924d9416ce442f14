from collections.abc import Callable, Iterator
from datetime import date

import pytest

from accounts.models import Firm
from conftest import T0
from deadlines.hooks import DueAct, due_acts
from deadlines.models import Deadline
from deadlines.terms import open_deadline
from law.terms import Term, Unit
from ledger.models import Dossier, DossierKind
from ledger.numbers import open_dossier

DAYS = Term("planted_days", 30, Unit.DAYS, rolls=True, clause="3/b", title="Otuz gün")
HOURS = Term("planted_hours", 24, Unit.HOURS, rolls=False, clause="3/d", title="Yirmi dört saat")
WORKING = Term("planted_working", 5, Unit.WORKING_DAYS, rolls=False, clause="3/b", title="Beş iş günü")
SERVED = date(2026, 2, 17)
"""Thirty days from here end on 19 March 2026, a half holiday, and roll over the feast to Monday the 23rd."""


@pytest.fixture
def dossier(firm: Firm) -> Dossier:
    return open_dossier(DossierKind.APPLICATION, firm=firm, at=T0)


@pytest.fixture
def opened(dossier: Dossier) -> Callable[..., Deadline]:
    """`opened()` opens the 30-day term from 17 February 2026; another term or start as arguments."""

    def make(term: Term = DAYS, *, start: date = SERVED, place: Dossier | None = None) -> Deadline:
        return open_deadline(place or dossier, term, start=start, evidence="deneme delili", step=None)

    return make


@pytest.fixture
def due_act() -> Iterator[Callable[[str, DueAct], None]]:
    """`due_act(term, function)` lets a term run a function at its end."""
    kept = dict(due_acts)
    yield due_acts.__setitem__
    due_acts.clear()
    due_acts.update(kept)
