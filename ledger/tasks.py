"""The ledger's loops: the daily seal and the worker's heartbeat."""

from celery import shared_task

from law.clock import now
from ledger.heartbeat import beat
from ledger.seals import seal, seal_due


@shared_task(name="ledger.seal")
def seal_day() -> None:
    """Seal once a day, at the first round after midnight."""
    if seal_due(now()):
        seal(now())
    beat("seal")


@shared_task(name="ledger.heartbeat")
def heartbeat() -> None:
    """Say that the worker lives."""
    beat("worker")
