"""Joints 2 and 3: one lock per dossier, taken first; ten rounds each, many more in tests/soak."""

import os
import subprocess
import sys
from functools import partial

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction

from documents.models import Document
from ledger.acts import lock_dossier
from ledger.models import Dossier
from tests import campaigns
from tests.conftest import file_of
from tests.races import POSTGRESQL, at_once, only_postgresql, without_the_lock

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


@pytest.mark.skipif(POSTGRESQL, reason="settings of the other engine")
def test_sqlite_begins_with_the_write_lock_and_fires_triggers_on_replace():
    with connection.cursor() as cursor:
        shown = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "recursive_triggers", "foreign_keys")
        }
    assert shown == {"journal_mode": "wal", "recursive_triggers": 1, "foreign_keys": 1}
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_outside_of_tests_sqlite_waits_for_the_disk(tmp_path):
    """Synchronisation is off in tests only: asked of the demo's settings, in a process of their own."""
    shown = subprocess.run(
        [sys.executable, "-c", "from config import settings; print(settings.SQLITE_OPTIONS['init_command'])"],
        env={**os.environ, "SICIL_MODE": "demo", "SICIL_DATA": str(tmp_path), "DATABASE_URL": ""},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "synchronous=FULL" in shown.stdout
    assert "journal_mode=WAL" in shown.stdout


def test_no_request_runs_in_one_transaction():
    assert connection.settings_dict["ATOMIC_REQUESTS"] is False


@only_postgresql
def test_several_dossiers_are_locked_in_the_order_of_their_keys(firm):
    campaigns.opposite_orders(ROUNDS, file_of(firm), file_of(firm))
