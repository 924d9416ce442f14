from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import Firm, User
from conftest import T0
from ledger.actions.propose import propose
from ledger.models import Proposal
from ledger.offers import act_modules
from ledger.tests import planted


@pytest.fixture
def planted_act(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the planted act one of ours."""
    monkeypatch.setitem(act_modules(), planted.ACT.name, planted)


@pytest.fixture
def proposed(planted_act: None, firm: Firm, officer: User) -> Callable[..., Proposal]:
    """`proposed("Bursa")` proposes, as the officer, to move the firm there."""

    def make(province: str = "Bursa", *, days: int = 0) -> Proposal:
        at = T0 + timedelta(days=days)
        return propose(planted.ACT.name, Firm, firm.pk, by=officer, at=at, arguments={"province": province})

    return make
