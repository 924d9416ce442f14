"""What the frame's own tests add to the cast."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from accounts.models import Firm, User
from accounts.turkish import search_key
from conftest import T0
from deadlines.models import Deadline
from deadlines.terms import open_deadline
from documents.models import Letter
from law.terms import Term, Unit
from ledger.models import Dossier, DossierKind
from ledger.numbers import open_dossier
from ledger.tests.conftest import planted_act, proposed

__all__ = ["planted_act", "proposed"]

THIRTY_DAYS = Term("planted_term", 30, Unit.DAYS, rolls=True, clause="3/b", title="Deneme süresi")
SERVED = date(2026, 2, 17)
"""Thirty days from here end on 19 March 2026, a half holiday, and roll to Monday the 23rd."""


@pytest.fixture
def letter(firm: Firm, officer: User) -> Letter:
    """A draft letter to the firm."""
    return Letter.objects.create(
        dossier=open_dossier(DossierKind.APPLICATION, firm=firm, at=T0),
        firm=firm,
        kind="planted",
        subject="Deneme",
        body="Deneme",
        drafted_by=officer,
        drafted_at=T0,
        burdening=False,
    )


@pytest.fixture
def opened(db: None, firm: Firm) -> Callable[..., Deadline]:
    """`opened()` opens the 30-day term in a dossier of its own; `opened(dossier)` in that one."""

    def make(dossier: Dossier | None = None, start: date = SERVED, term: Term = THIRTY_DAYS) -> Deadline:
        place = dossier or open_dossier(DossierKind.APPLICATION, firm=firm, at=T0)
        return open_deadline(place, term, start=start, evidence="deneme delili", step=None)

    return make


def registered(vkn: str) -> Firm:
    """Write a firm's row as the register act does, for tests of the rows themselves."""
    dossier = open_dossier(DossierKind.FIRM, firm=None, at=T0)
    return Firm.objects.create(
        dossier=dossier, legal_name="Deneme A.Ş.", name_key=search_key("Deneme A.Ş."), vkn=vkn, registered_at=T0
    )
