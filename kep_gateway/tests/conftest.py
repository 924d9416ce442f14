"""Signed letters on their way, in the embedded provider's folder."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from accounts.models import Firm
from documents.models import Letter
from kep_gateway.models import Notice
from kep_gateway.notices import notify
from kep_gateway.tests.letters import signed
from law.terms import Term, Unit

FRIDAY = datetime(2026, 3, 13, 9, 0, tzinfo=UTC)
"""13 March 2026, 12:00 in Istanbul: the vector's day of delivery."""
THIRTY_DAYS = Term("deneme.sure", 30, Unit.DAYS, rolls=True, clause="3/a", title="Deneme süresi")

Post = Callable[..., Notice]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    folder = tmp_path / "kep"
    settings.KEP_FOLDER, settings.DOCUMENTS_DIR = folder, tmp_path / "documents"
    return folder


@pytest.fixture
def letter(firm: Firm) -> Letter:
    """A signed letter to `firm`."""
    return signed(firm, at=FRIDAY)


@pytest.fixture
def post(firm: Firm) -> Post:
    """`post("yok@hs01.kep.tr", term=…)` puts a signed letter on its way to that address."""
    numbers = count(1)

    def put(address: str = "", **given) -> Notice:
        given = {"letter": None, "at": FRIDAY, "kind": f"deneme-{next(numbers)}", "term": THIRTY_DAYS, **given}
        given["letter"] = given["letter"] or signed(firm, at=given["at"])
        step = firm.dossier.steps.get(n=1)
        return notify(step, firm=firm, address=address, **given)

    return put
