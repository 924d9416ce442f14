"""Two officers decide one application at the same moment; some rounds each, many more in tests/soak."""

import pytest

from tests import campaigns
from tests.races import only_postgresql, without_the_lock

pytestmark = [pytest.mark.django_db(transaction=True)]
ROUNDS, FEW = 10, 3


@pytest.mark.engine
def test_of_two_approvals_of_an_application_one_wins(suitable):
    campaigns.approved_applications(ROUNDS, suitable)


def test_of_an_approval_and_a_decline_one_stands(suitable):
    campaigns.approval_against_decline(ROUNDS, suitable)


def test_of_an_approval_and_a_rejection_one_stands(suitable):
    campaigns.approval_against_rejection(FEW, suitable)


@only_postgresql
@pytest.mark.parametrize(
    "campaign",
    [campaigns.approved_applications, campaigns.approval_against_decline, campaigns.approval_against_rejection],
)
def test_the_judge_notices_when_the_lock_is_taken_out(suitable, campaign):
    with without_the_lock(), pytest.raises(AssertionError):
        campaign(ROUNDS, suitable)
