"""Counting open terms anew after a holiday was added."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.db.models import Q

from deadlines.actions.calendar_extended import calendar_extended
from deadlines.models import Deadline, DeadlineStatus
from ledger.acts import Rule
from ledger.errors import Refused
from policies.models import CalendarDay
from policies.queries import calendar_version

log = structlog.get_logger("sicil.calendar")
CALENDAR = Rule("calendar")


def extend() -> None:
    """Count every open term anew that was counted by an older calendar, each in a transaction of its own."""
    movable = Deadline.objects.filter(status=DeadlineStatus.OPEN, length__gt=0, start_on__isnull=False)
    rolling = movable.filter(Q(rolls=True) | Q(unit="w")).exclude(calendar_version=calendar_version())
    for pk, due_at in rolling.order_by("pk").values_list("pk", "due_at"):
        _extend_one(pk, due_at)


def _extend_one(pk: int, due_at: datetime) -> None:
    """Count with the instant of the last holiday that came in time, however late we come round."""
    in_time = CalendarDay.objects.filter(added_at__lt=due_at).order_by("-added_at")
    at = in_time.values_list("added_at", flat=True).first()
    if at is None:
        return
    try:
        calendar_extended(pk, by=CALENDAR, at=at)
    except Refused as refused:
        log.info("not_extended", deadline=pk, reasons=sorted(refused.codes))
    except Exception as error:  # one failing row must not block those behind it
        log.exception("extension_failed", deadline=pk, error=type(error).__name__)
