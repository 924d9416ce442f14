"""What counts on a day: the policy's value, the calendar, and how days are counted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from law.calendar import Calendar, Closure
from law.due import Counting
from ledger.kept import kept
from policies.catalogue import CATALOGUE, CHALLENGE
from policies.models import CalendarDay, CalendarYear, Policy


def value(key: str, on: date) -> Any:
    """Return a policy's value in force on a day: the newest row from that day or before, else the default.

    Raises:
        KeyError: there is no such policy.
    """
    kind = CATALOGUE[key]
    return next((held for since, held in _decided().get(key, ()) if since <= on), kind.default)


@kept
def _decided() -> dict[str, tuple[tuple[date, Any], ...]]:
    """Return every value of each policy with the day from which it is in force, newest first, in one question."""
    found: dict[str, tuple[tuple[date, Any], ...]] = {}
    for row in Policy.objects.order_by("-in_force_from", "-pk"):
        found[row.key] = (*found.get(row.key, ()), (row.in_force_from, row.value))
    return found


def values(on: date) -> dict[str, Any]:
    """Return every policy's value in force on a day, in one question."""
    rows = Policy.objects.filter(in_force_from__lte=on).order_by("in_force_from", "pk")
    return {key: kind.default for key, kind in CATALOGUE.items()} | {row.key: row.value for row in rows}


def challenge_text(letter: str, on: date) -> str:
    """Return where and by when a burdening letter can be challenged: its kind's own text, else the general one."""
    own: str = value(f"{CHALLENGE}.{letter}", on) if f"{CHALLENGE}.{letter}" in CATALOGUE else ""
    general: str = value(CHALLENGE, on)
    return own or general


def counting(on: date) -> Counting:
    """Return how days are counted for a term that starts on a day."""
    return Counting(half_days_close=value("calendar.half_days_close", on))


def calendar_version() -> str:
    """Return the version of the stored calendar: how many years and days it has, which only grows."""
    return f"{CalendarYear.objects.count()}y{CalendarDay.objects.count()}d"


def calendar(*, before: datetime | None = None) -> Calendar:
    """Return the stored calendar. A year without a row in CalendarYear is a gap, which raises when asked for.

    `before` leaves out holidays that were added at that instant or later.
    """
    return _whole() if before is None else _of(CalendarDay.objects.filter(added_at__lt=before))


@kept
def _whole() -> Calendar:
    return _of(CalendarDay.objects.all())


def _of(rows: QuerySet[CalendarDay]) -> Calendar:
    closures = [Closure(day=row.day, name=row.name, half=row.half, source=row.source) for row in rows]
    years = CalendarYear.objects.values_list("year", flat=True)
    return Calendar.of(closures, years=years, version=calendar_version())
