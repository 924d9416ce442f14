"""The room's loops."""

from celery import shared_task

from deadlines.extension import extend
from deadlines.sweeper import sweep
from law.clock import now
from ledger.heartbeat import beat


@shared_task(name="deadlines.sweep")
def sweep_due() -> None:
    """Run what is due and say that we went round."""
    sweep(now())
    beat("sweep")


@shared_task(name="deadlines.extend")
def extend_open() -> None:
    """Count open terms anew, now that a holiday was added."""
    extend()
