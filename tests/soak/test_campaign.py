"""A renewed agreement that 200 firms are asked to sign, and half of them sign: `make soak-campaign`, on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from accounts.models import User
from contracts.tests.conftest import version
from contracts.tests.test_whole_campaign import agrees, run_campaign
from ledger.verification import verify

__all__ = ["version"]

pytestmark = [pytest.mark.soak, pytest.mark.django_db]
FIRMS = 200


def test_half_of_200_firms_sign_and_everything_agrees(
    version: Any, officer: User, approver: User, compliance: User, at: datetime
) -> None:
    campaign = run_campaign(FIRMS, officer=officer, approver=approver, person=compliance, at=at)
    agrees(campaign)
    assert list(verify()) == []
    first, *others = campaign.late
    with pytest.raises(AssertionError):  # the control: the same judge, told of one firm that it had signed
        agrees(replace(campaign, signed=[*campaign.signed, first], late=others))
