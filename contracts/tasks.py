"""The loop that prints agreements."""

from celery import shared_task

from contracts.issuing import run_waiting
from law.clock import now
from ledger.heartbeat import beat


@shared_task(name="contracts.render")
def render() -> None:
    """Print what waits and say that we went round."""
    run_waiting(now())
    beat("agreements")
