"""The loops of the room: printing what is asked for, and carrying a campaign."""

from celery import shared_task

from contracts import campaigns, issuing
from law.clock import now
from ledger.heartbeat import beat


@shared_task(name="contracts.render")
def render() -> None:
    """Print what waits and say that we went round."""
    issuing.run_waiting(now())
    beat("agreements")


@shared_task(name="contracts.campaign")
def campaign() -> None:
    """Ask integrators to sign what was published, and conclude what both have signed."""
    campaigns.run_waiting(now())
    beat("campaigns")
