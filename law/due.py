"""The count of days: when a term that started on a day is over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count, islice

from dateutil.relativedelta import relativedelta

from law.calendar import Calendar
from law.clock import day_end, only_day
from law.terms import Term, Unit


@dataclass(frozen=True)
class Counting:
    """How the law's silences are filled: whether a half holiday closes its day."""

    half_days_close: bool = True


@dataclass(frozen=True)
class Rolled:
    """A closed day that the end moved over, and the Turkish reason."""

    day: date
    reason: str


@dataclass(frozen=True)
class Due:
    """One term, counted.

    `start` is the day of the event, `raw` the last day as counted, `effective` the last
    valid day, `rolled` the closed days between, in order.
    """

    start: date
    term: Term
    raw: date
    effective: date
    rolled: tuple[Rolled, ...]

    @property
    def at(self) -> datetime:
        """The instant at which the term is over: the end of `effective`, in UTC."""
        return day_end(self.effective)


def due(start: date, term: Term, calendar: Calendar, counting: Counting) -> Due:
    """The end of a term whose event fell on `start`; the count begins the day after.

    Closed days inside are counted (working days apart); months end on the same-numbered
    day, or the month's last. If the term rolls, a last day that is closed moves to the
    next working day (İYUK 8). Raises CalendarGap rather than guess, ValueError for a
    term in hours, TypeError for a `start` that is an instant.
    """
    raw = _raw(only_day(start), term, calendar, counting)
    rolled = tuple(_rolled(raw, calendar, counting)) if term.rolls else ()
    return Due(start, term, raw, raw + timedelta(days=len(rolled)), rolled)


def due_instant(start: datetime, term: Term) -> datetime:
    """The instant at which a term in hours is over, in UTC; it never rolls.

    Raises ValueError for a naive `start` and for any other unit.
    """
    if term.unit is not Unit.HOURS:
        raise ValueError(f"{term.text} is counted in days; use due()")
    if start.utcoffset() is None:
        raise ValueError(f"{start!r} is naive; an instant needs a time zone")
    return start.astimezone(UTC) + timedelta(hours=term.length)


def as_json(due: Due) -> dict[str, object]:
    """What a row keeps of the count: ISO days, the term's text, the days rolled over.

    Shape: `{start, term, raw, effective, rolled: [{date, reason}]}`.
    """
    return {
        "start": due.start.isoformat(),
        "term": due.term.text,
        "raw": due.raw.isoformat(),
        "effective": due.effective.isoformat(),
        "rolled": [{"date": it.day.isoformat(), "reason": it.reason} for it in due.rolled],
    }


def _raw(start: date, term: Term, calendar: Calendar, counting: Counting) -> date:
    match term.unit:
        case Unit.DAYS:
            return start + timedelta(days=term.length)
        case Unit.MONTHS:
            return start + relativedelta(months=term.length)
        case Unit.WORKING_DAYS:
            working = _working_days_after(start, calendar, counting)
            return next(islice(working, term.length - 1, None))
        case Unit.HOURS:
            raise ValueError(f"{term.text} is counted in hours; use due_instant()")


def _working_days_after(start: date, calendar: Calendar, counting: Counting) -> Iterator[date]:
    for n in count(1):
        day = start + timedelta(days=n)
        if calendar.closed(day, half_days_close=counting.half_days_close) is None:
            yield day


def _rolled(raw: date, calendar: Calendar, counting: Counting) -> Iterator[Rolled]:
    day = raw
    while reason := calendar.closed(day, half_days_close=counting.half_days_close):
        yield Rolled(day, reason)
        day += timedelta(days=1)
