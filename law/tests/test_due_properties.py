"""What holds of every count."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from law.calendar import Calendar, Closure
from law.due import Counting, due
from law.terms import Term, Unit
from law.turkey import default_calendar

CALENDAR = default_calendar()

days = st.dates(date(2018, 1, 1), date(2033, 12, 31))
countings = st.builds(Counting, st.booleans())


def term(length: int, unit: Unit, *, rolls: bool) -> Term:
    return Term("t", length, unit, rolls, "3", title="t")


calendar_terms = st.one_of(
    st.builds(term, st.integers(1, 90), st.just(Unit.DAYS), rolls=st.booleans()),
    st.builds(term, st.integers(1, 12), st.just(Unit.MONTHS), rolls=st.booleans()),
)
working_terms = st.builds(term, st.integers(1, 60), st.just(Unit.WORKING_DAYS), rolls=st.booleans())
terms = calendar_terms | working_terms
closures = st.lists(st.builds(Closure, days, st.just("Tatil"), st.booleans(), st.just("Karar")))


def is_open(day: date, counting: Counting) -> bool:
    return CALENDAR.closed(day, half_days_close=counting.half_days_close) is None


def between(first: date, past: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((past - first).days)]


@given(days, terms, countings)
def test_the_end_is_after_the_start_and_never_before_raw(start: date, term: Term, counting: Counting) -> None:
    counted = due(start, term, CALENDAR, counting)
    assert start < counted.raw <= counted.effective


@given(days, terms, countings)
def test_a_rolling_term_ends_on_an_open_day(start: date, term: Term, counting: Counting) -> None:
    counted = due(start, term, CALENDAR, counting)
    assert not term.rolls or is_open(counted.effective, counting)


@given(days, days, terms, countings)
def test_a_later_start_never_ends_earlier(one: date, other: date, term: Term, counting: Counting) -> None:
    earlier = due(min(one, other), term, CALENDAR, counting)
    later = due(max(one, other), term, CALENDAR, counting)
    assert earlier.raw <= later.raw
    assert earlier.effective <= later.effective


@given(days, calendar_terms, countings, closures)
def test_raw_is_the_same_under_every_calendar(
    start: date, term: Term, counting: Counting, closures: list[Closure]
) -> None:
    other = Calendar.of(closures, years=range(2018, 2040), version="other")
    raw = due(start, term, CALENDAR, counting).raw
    assert due(start, term, other, counting).raw == raw


@given(days, terms, countings)
def test_rolled_are_exactly_the_closed_days_between(start: date, term: Term, counting: Counting) -> None:
    counted = due(start, term, CALENDAR, counting)
    passed = between(counted.raw, counted.effective)
    assert [it.day for it in counted.rolled] == passed
    assert not any(is_open(day, counting) for day in passed)


@given(days, working_terms, countings)
def test_working_days_are_as_many_as_the_term_says(start: date, term: Term, counting: Counting) -> None:
    last = due(start, term, CALENDAR, counting).raw
    counted = between(start + timedelta(days=1), last + timedelta(days=1))
    assert sum(is_open(day, counting) for day in counted) == term.length
    assert is_open(last, counting)


@given(days, calendar_terms)
def test_closing_half_days_never_shortens(start: date, term: Term) -> None:
    closing = due(start, term, CALENDAR, Counting(half_days_close=True))
    leaving = due(start, term, CALENDAR, Counting(half_days_close=False))
    assert leaving.effective <= closing.effective
