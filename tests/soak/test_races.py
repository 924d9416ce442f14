"""The same races as in tests/joints, 200 rounds each: `pytest -m soak tests/soak -k races`, on PostgreSQL."""

import pytest

from tests import campaigns
from tests.conftest import file_of
from tests.races import only_postgresql, without_the_lock

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True)]
ROUNDS = 200


def test_races_of_two_approvals(proposed, approver, second_approver, day):
    campaigns.approvals(ROUNDS, proposed, approver, second_approver, day)


def test_races_of_two_approvals_of_an_application(suitable):
    campaigns.approved_applications(ROUNDS, suitable)


def test_races_of_approval_and_decline(suitable):
    campaigns.approval_against_decline(ROUNDS, suitable)


def test_races_of_approval_and_rejection(suitable):
    campaigns.approval_against_rejection(ROUNDS, suitable)


def test_races_of_two_acts(opened):
    campaigns.elapses(ROUNDS, opened)


def test_races_of_act_and_sweeper(opened, officer):
    campaigns.act_against_sweeper(ROUNDS, opened, officer)


def test_races_of_two_sweepers(opened):
    campaigns.sweepers(ROUNDS, opened)


def test_races_for_numbers(at):
    campaigns.numbers(ROUNDS, at)


@only_postgresql
def test_races_for_two_dossiers(firm):
    campaigns.opposite_orders(ROUNDS, file_of(firm), file_of(firm))


@only_postgresql
def test_races_of_approvals_without_the_lock_are_noticed(suitable):
    noticed = 0
    with without_the_lock():
        for _ in range(ROUNDS // 10):
            try:
                campaigns.approved_applications(1, suitable)
            except AssertionError:
                noticed += 1
    assert noticed > ROUNDS // 20, noticed


@only_postgresql
def test_races_without_the_lock_are_noticed(opened):
    noticed = 0
    with without_the_lock():
        for _ in range(ROUNDS):
            try:
                campaigns.elapses(1, opened)
            except AssertionError:
                noticed += 1
    assert noticed > ROUNDS * 9 // 10, noticed  # now and then one is through before the other has read
