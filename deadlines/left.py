"""How much of a term is left, in the words of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from law.clock import legal_day

SOON_DAYS = 7
"""From how many days before its end on a term is shown as pressing; a colour, no rule."""
PRESSING = {"soon": "warn", "over": "bad"}


@dataclass(frozen=True)
class Left:
    """What is left of a term: `state` is one of soon, over or empty; `words` says it."""

    state: str
    words: str


def last_day(due_at: datetime) -> date:
    """Return the last valid day of a term that ends at an instant: periods are half-open."""
    return legal_day(due_at - timedelta(microseconds=1))


def left_of(due_at: datetime, at: datetime) -> Left:
    """Return how a running term that ends at `due_at` looks at an instant."""
    days = (last_day(due_at) - legal_day(at)).days
    if at >= due_at:
        passed = max(-days, 1)
        return Left("over", ngettext("%(n)d day over", "%(n)d days over", passed) % {"n": passed})
    if days == 0:
        return Left("soon", _("today is the last day"))
    left = ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
    return Left("soon" if days <= SOON_DAYS else "", left)


def hours_left_of(due_at: datetime, at: datetime) -> Left:
    """Return how a running term in hours looks at an instant: whole hours, the last one in minutes."""
    passed, rest = at >= due_at, abs(due_at - at)
    minutes = int(rest.total_seconds() // 60)
    hours = minutes // 60
    if hours:
        over, left = ngettext("%(n)d hour over", "%(n)d hours over", hours), _hours(hours)
    else:
        over, left = ngettext("%(n)d minute over", "%(n)d minutes over", minutes), _minutes(minutes)
    return Left("over" if passed else "soon", (over if passed else left) % {"n": hours or minutes})


def _hours(n: int) -> str:
    return ngettext("%(n)d hour left", "%(n)d hours left", n)


def _minutes(n: int) -> str:
    return ngettext("%(n)d minute left", "%(n)d minutes left", n)
