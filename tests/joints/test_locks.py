"""Joints 2 and 3: one lock per dossier, taken first; ten rounds each, many more in tests/soak."""

from functools import partial

import pytest
from django.db import OperationalError, connection, transaction

from documents.models import Document
from ledger.acts import lock_dossier
from ledger.models import Dossier
from tests import campaigns
from tests.conftest import file_of
from tests.races import at_once, only_postgresql, without_the_lock

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engine]
ROUNDS = 10


def test_of_two_approvals_at_once_one_wins(proposed, approver, second_approver, day):
    campaigns.approvals(ROUNDS, proposed, approver, second_approver, day)


def test_of_two_acts_on_one_dossier_one_wins(opened):
    campaigns.elapses(ROUNDS, opened)


@only_postgresql
def test_the_judge_notices_when_the_lock_is_taken_out(opened):
    with without_the_lock(), pytest.raises(AssertionError):
        campaigns.elapses(ROUNDS, opened)


@only_postgresql
def test_the_judge_of_approvals_notices_too(proposed, approver, second_approver, day):
    with without_the_lock(), pytest.raises(AssertionError):
        campaigns.approvals(ROUNDS, proposed, approver, second_approver, day)


def test_act_and_sweeper_never_wait_for_each_other(opened, officer):
    campaigns.act_against_sweeper(ROUNDS, opened, officer)


def test_two_sweepers_run_each_deadline_exactly_once(opened):
    campaigns.sweepers(ROUNDS, opened)


def test_numbers_have_no_gap_when_threads_take_them(at):
    campaigns.numbers(ROUNDS, at)


@only_postgresql
def test_a_document_can_be_written_while_its_dossier_is_locked(letter, officer, at):
    """`no_key`: a foreign key to the locked dossier does not wait for the lock."""
    write = partial(
        Document.objects.create,
        dossier_id=letter.dossier_id,
        kind="planted",
        title="Deneme",
        filename="deneme.pdf",
        sha256="0" * 64,
        size=1,
        media_type="application/pdf",
        uploaded_by=officer,
        received_at=at,
    )
    with transaction.atomic():
        lock_dossier(letter.dossier_id)
        (written,) = at_once(write)
    assert isinstance(written, Document), written


@only_postgresql
def test_a_second_lock_of_the_same_dossier_waits(letter):
    def impatient() -> Dossier:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '50ms'")
            return lock_dossier(letter.dossier_id)

    with transaction.atomic():
        lock_dossier(letter.dossier_id)
        (answer,) = at_once(impatient)
    assert isinstance(answer, OperationalError)


@only_postgresql
def test_several_dossiers_are_locked_in_the_order_of_their_keys(firm):
    campaigns.opposite_orders(ROUNDS, file_of(firm), file_of(firm))
