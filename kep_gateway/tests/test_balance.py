"""Credit and mailbox space as the provider tells them: asked once an hour, and nothing is shown that was not told."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

import pytest

from accounts.tests.sign_in import signed_in
from kep_gateway import balance
from kep_gateway.models import ProviderBalance
from kep_gateway.providers.protocol import Balance
from kep_gateway.tests.conftest import FRIDAY
from kep_gateway.tests.folder import FolderProvider
from law.clock import moved
from ledger.errors import TryLater

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


class Telling(FolderProvider):
    told: ClassVar[Balance | None] = Balance(7, 1 << 30, None)
    asked: ClassVar[list[int]] = []

    def balance(self) -> Balance:
        self.asked.append(1)
        if self.told is None:
            raise TryLater
        return self.told


@pytest.fixture(autouse=True)
def _provider(settings, monkeypatch) -> None:
    settings.KEP_PROVIDER = "kep_gateway.tests.test_balance.Telling"
    Telling.asked.clear()
    monkeypatch.setattr(Telling, "told", Balance(7, 1 << 30, None))


def test_it_is_asked_once_an_hour():
    for minutes in (0, 30, 59):
        balance.ask(FRIDAY + timedelta(minutes=minutes))
    assert len(Telling.asked) == 1
    balance.ask(FRIDAY + timedelta(minutes=61))
    assert len(Telling.asked) == 2
    assert ProviderBalance.objects.count() == 1


def test_a_provider_that_is_away_leaves_what_was_told_last(monkeypatch):
    balance.ask(FRIDAY)
    monkeypatch.setattr(Telling, "told", None)
    balance.ask(FRIDAY + timedelta(hours=2))
    held = balance.balance()
    assert held is not None
    assert (held.credit, held.asked_at) == (7, FRIDAY)


def test_what_was_not_told_is_not_shown_as_nothing(client, officer):
    balance.ask(FRIDAY)
    with moved(FRIDAY):
        page = signed_in(client, officer).get("/masa/kep/").content.decode()
    assert "kontör: 7" in page
    assert "– / 1,0\xa0GB" in page
    assert "0 bayt" not in page
