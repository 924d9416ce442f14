"""Loops say when they last went round."""

from law.clock import now
from ledger.models import Heartbeat


def beat(loop: str) -> None:
    """Note that a loop went round now."""
    Heartbeat.objects.update_or_create(loop=loop, defaults={"beaten_at": now()})
