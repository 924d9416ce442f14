"""What the frame's own tests add to the cast."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import count
from random import Random

import pytest
from django.db import transaction

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
from operations.demo.people import World, ministry
from operations.demo.story import Story
from operations.first_start import furnish
from tests.ground import GROUND

__all__ = ["planted_act", "proposed"]

THIRTY_DAYS = Term("planted_term", 30, Unit.DAYS, rolls=True, clause="3/b", title="Deneme süresi")
SERVED = date(2026, 2, 17)
"""Thirty days from here end on 19 March 2026, a half holiday, and roll to Monday the 23rd."""


def file_of(firm: Firm | None, kind: DossierKind = DossierKind.APPLICATION) -> Dossier:
    """Open a dossier as an act does: in a transaction, for its number is taken under a lock."""
    with transaction.atomic():
        return open_dossier(kind, firm=firm, at=T0)


@pytest.fixture
def letter(firm: Firm, officer: User) -> Letter:
    """A draft letter to the firm."""
    return Letter.objects.create(
        dossier=file_of(firm),
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
        return open_deadline(dossier or file_of(firm), term, start=start, evidence="deneme delili", step=None)

    return make


AT_HAND = 10
"""How many firms stand before their decision at once: as many as the suite's races have rounds."""


@pytest.fixture
def suitable(db: None) -> Callable[[], Story]:
    """`suitable()` gives one more firm whose application lacks nothing but the decision of two persons."""
    world, stories = GROUND.reach("suitable", _suitable)
    numbers = count(AT_HAND)
    return lambda: stories.pop(0) if stories else _until_decision(world, next(numbers))


def _suitable() -> tuple[World, list[Story]]:
    with transaction.atomic():
        furnish(T0)
    world = ministry(T0, Random(11))
    return world, [_until_decision(world, n) for n in range(AT_HAND)]


def _until_decision(world: World, n: int) -> Story:
    story = Story(world, "Işık İSG Yazılım A.Ş.", kep=f"yaris{n}@hs01.kep.tr", begins=T0)
    return story.register().start().send_all().submit().take_up().judge().find_suitable().countersign()


def registered(vkn: str) -> Firm:
    """Write a firm's row as the register act does, for tests of the rows themselves."""
    dossier = file_of(None, DossierKind.FIRM)
    return Firm.objects.create(
        dossier=dossier, legal_name="Deneme A.Ş.", name_key=search_key("Deneme A.Ş."), vkn=vkn, registered_at=T0
    )
