"""Joint 2: what the engines are asked for, without which the locks would mean less."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from tests.races import POSTGRESQL

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


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
