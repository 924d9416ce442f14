"""The clock and the legal day: the only place in the project that reads the time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ISTANBUL = ZoneInfo("Europe/Istanbul")

# (the instant moved to, the monotonic reading at that moment)
_moved: ContextVar[tuple[datetime, float] | None] = ContextVar("moved", default=None)


def now() -> datetime:
    """The present instant.

    Aware, in UTC. Inside `moved` it is the moved instant and the time run since.
    """
    shift = _moved.get()
    if shift is None:
        return datetime.now(UTC)
    to, began = shift
    return to + timedelta(seconds=monotonic() - began)


def monotonic() -> float:
    """Seconds on a clock that never goes back; only differences mean anything."""
    return time.monotonic()


def legal_day(at: datetime) -> date:
    """The day in Istanbul on which the instant `at` falls.

    Raises ValueError for a naive datetime: it names no instant.
    """
    return _aware(at).astimezone(ISTANBUL).date()


def day_start(day: date) -> datetime:
    """The instant at which `day` begins: 00:00 in Istanbul, given in UTC.

    Raises TypeError for a datetime.
    """
    midnight = datetime.combine(only_day(day), datetime.min.time(), ISTANBUL)
    return midnight.astimezone(UTC)


def day_end(day: date) -> datetime:
    """The instant at which `day` is over: 00:00 in Istanbul of the day after, in UTC.

    Periods are half-open: what happens at this instant is late.
    """
    return day_start(day + timedelta(days=1))


def only_day(day: date) -> date:
    """The day itself.

    Raises TypeError for a datetime, which passes for a date in Python and would
    silently give the day of its own zone instead of the legal one.
    """
    if isinstance(day, datetime):
        raise TypeError(f"{day!r} is an instant, not a day; take its legal_day()")
    return day


@contextmanager
def moved(to: datetime) -> Iterator[None]:
    """Inside it, `now()` begins at `to` and runs on; for the demo and the tests.

    Holds for the current context only: another thread keeps its own clock.
    Raises ValueError for a naive datetime.
    """
    token = _moved.set((_aware(to).astimezone(UTC), monotonic()))
    try:
        yield
    finally:
        _moved.reset(token)


def _aware(at: datetime) -> datetime:
    if at.utcoffset() is None:
        raise ValueError(f"{at!r} is naive; an instant needs a time zone")
    return at
