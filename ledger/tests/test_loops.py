"""The ledger's loops and their wake-ups: the row is the truth, a lost wake-up costs seconds."""

from datetime import timedelta

import pytest
from celery import current_app
from django.db import transaction

from config.env import Mode
from law.clock import moved
from ledger.models import Heartbeat, Seal
from ledger.tasks import heartbeat, seal_day
from ledger.wake import wake

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def sent(monkeypatch, settings) -> list[str]:
    """What the worker was asked, with the broker's own call noted instead of made."""
    asked: list[str] = []
    settings.MODE = Mode.DEMO
    monkeypatch.setattr(current_app, "send_task", lambda task, **_: asked.append(task))
    return asked


def test_the_seal_is_made_at_the_first_round_of_a_day_and_once(firm, at):
    for hours in (0, 1, 11):  # until 23:00 in Istanbul
        with moved(at + timedelta(hours=hours)):
            seal_day()
    assert Seal.objects.count() == 1
    assert Heartbeat.objects.get(loop="seal").beaten_at >= at + timedelta(hours=11)


def test_a_heartbeat_is_overwritten(at):
    heartbeat()
    with moved(at + timedelta(minutes=5)):
        heartbeat()
    assert Heartbeat.objects.get(loop="worker").beaten_at >= at + timedelta(minutes=5)


def test_a_wake_up_waits_for_the_commit(sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        wake("deadlines.sweep")
        assert sent == []
    assert sent == ["deadlines.sweep"]


def test_what_is_rolled_back_wakes_nobody(sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        wake("deadlines.sweep")
        transaction.set_rollback(True)
    assert sent == []


def test_a_broker_that_is_away_disturbs_nobody(monkeypatch, settings, django_capture_on_commit_callbacks):
    def away(task: str, **_: object) -> None:
        raise ConnectionRefusedError

    settings.MODE = Mode.DEMO
    monkeypatch.setattr(current_app, "send_task", away)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        wake("deadlines.sweep")
    assert len(callbacks) == 1
