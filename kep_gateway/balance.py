"""What is left of credit and quota at the KEP provider, asked once an hour by the loop and shown at the desk."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog

from kep_gateway.models import ProviderBalance
from kep_gateway.providers.protocol import provider
from ledger.errors import GiveUp, TryLater

log = structlog.get_logger("sicil.kep")
EVERY = timedelta(hours=1)


def balance() -> ProviderBalance | None:
    """Return what the provider told last, None before it told anything."""
    return ProviderBalance.objects.first()


def ask(at: datetime) -> None:
    """Ask the provider where the last answer is an hour old; what it does not tell stays unknown."""
    held = balance() or ProviderBalance()
    if held.asked_at is not None and at - held.asked_at < EVERY:
        return
    try:
        told = provider().balance()
    except (TryLater, GiveUp) as error:
        log.info("balance_not_told", error=type(error).__name__)
        return
    held.asked_at = at
    held.credit, held.quota_bytes, held.used_bytes = told.credit, told.quota_bytes, told.used_bytes
    held.save()
