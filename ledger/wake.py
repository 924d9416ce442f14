"""Waking a loop after commit. The row is the truth; a lost wake-up costs seconds, never work."""

from __future__ import annotations

from functools import partial

import structlog
from celery import current_app
from django.conf import settings
from django.db import transaction

log = structlog.get_logger("sicil.wake")


def wake(task: str) -> None:
    """Ask the worker, once this transaction commits, to run a loop now instead of at its next round."""
    if not any(task in getattr(waiting[1], "args", ()) for waiting in transaction.get_connection().run_on_commit):
        transaction.on_commit(partial(_send, task), robust=True)


def _send(task: str) -> None:
    if settings.MODE == "test":
        return
    try:
        current_app.send_task(task, retry=False)
    except OSError as error:
        log.warning("wake_failed", task=task, error=type(error).__name__)
