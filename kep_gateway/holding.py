"""The circuit breaker of the outbox: too many letters in one run, or a provider that takes none."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.db.models import Q, QuerySet

from kep_gateway.actions.hold_outbox import hold_outbox
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import HoldReason, Notice, OutboxHold
from kep_gateway.queries import untried, waiting
from law.clock import legal_day
from ledger.acts import Rule
from ledger.errors import Refused
from policies.queries import value

OUTBOX = Rule("outbox")


def let_go(at: datetime) -> QuerySet[Notice]:
    """Return what may be handed over now.

    Where more than the policy's number would leave the house for the first time, or a hold stands already, none of
    those goes; what was tried before goes on. Where the provider takes none, only lost answers are still asked after.
    A released hold lets go what was signed and waited by its release.
    """
    rows, fresh, last = waiting(at), untried(at), OutboxHold.objects.first()
    if last is not None and last.released_at is None and last.reason != HoldReason.TOO_MANY:
        return rows.filter(status=NoticeStatus.UNKNOWN)
    if last is not None and last.released_at is not None:
        fresh = fresh.filter(Q(created_at__gt=last.released_at) | Q(letter__signed_at__gt=last.released_at))
    elif last is not None:
        return rows.exclude(pk__in=fresh.values("pk"))
    count, most = fresh.count(), value("service.most_per_run", legal_day(at))
    if count <= most:
        return rows
    with suppress(Refused):  # another worker came to the same end
        hold_outbox(by=OUTBOX, at=at, waiting=count, most=most)
    return rows.exclude(pk__in=fresh.values("pk"))


def hold(at: datetime, why: HoldReason) -> None:
    """Hold the outbox: the provider takes no letter for now."""
    with suppress(Refused):  # another worker came to the same end, or it is held already
        hold_outbox(by=OUTBOX, at=at, waiting=waiting(at).count(), reason=why)
