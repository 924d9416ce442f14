"""The count of days, by cases that were counted by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest

from law.calendar import Calendar, CalendarGap
from law.clock import ISTANBUL
from law.due import Counting, Due, Rolled, as_json, due, due_instant
from law.terms import Term, Unit
from law.turkey import default_calendar

VECTORS = [
    ("30d", date(2026, 2, 17), date(2026, 3, 19), date(2026, 3, 23)),
    ("30d", date(2026, 2, 18), date(2026, 3, 20), date(2026, 3, 23)),
    ("30d", date(2026, 4, 26), date(2026, 5, 26), date(2026, 6, 1)),
    ("30d", date(2026, 7, 31), date(2026, 8, 30), date(2026, 8, 31)),
    ("30d", date(2026, 9, 28), date(2026, 10, 28), date(2026, 10, 30)),
    ("30d", date(2026, 12, 2), date(2027, 1, 1), date(2027, 1, 4)),
    ("30d", date(2028, 1, 31), date(2028, 3, 1), date(2028, 3, 1)),
    ("3m", date(2025, 11, 30), date(2026, 2, 28), date(2026, 3, 2)),
    ("3m", date(2026, 1, 31), date(2026, 4, 30), date(2026, 4, 30)),
    ("3m", date(2026, 2, 27), date(2026, 5, 27), date(2026, 6, 1)),
    ("3m", date(2026, 10, 1), date(2027, 1, 1), date(2027, 1, 4)),
    # Delivered by KEP on 2026-03-13, served at the end of the fifth day after.
    ("30d", date(2026, 3, 18), date(2026, 4, 17), date(2026, 4, 17)),
]


def count(start: date, text: str, *, rolls: bool = True, half_days_close: bool = True) -> Due:
    parsed = Term.parse(text)
    term = Term("t", parsed.length, parsed.unit, rolls, "3", title="t")
    return due(start, term, default_calendar(), Counting(half_days_close))


@pytest.mark.parametrize(("text", "start", "raw", "effective"), VECTORS)
def test_vectors(text: str, start: date, raw: date, effective: date) -> None:
    counted = count(start, text)
    assert (counted.raw, counted.effective) == (raw, effective)


@pytest.mark.parametrize(
    ("start", "effective"),
    [
        (date(2026, 2, 17), date(2026, 3, 19)),
        (date(2026, 4, 26), date(2026, 5, 26)),
        (date(2026, 9, 28), date(2026, 10, 28)),
    ],
)
def test_vectors_that_stay_when_half_days_do_not_close(start: date, effective: date) -> None:
    counted = count(start, "30d", half_days_close=False)
    assert (counted.raw, counted.effective) == (effective, effective)
    assert counted.rolled == ()


def test_no_other_vector_depends_on_half_days() -> None:
    moving = [
        start
        for text, start, _, effective in VECTORS
        if count(start, text, half_days_close=False).effective != effective
    ]
    assert moving == [date(2026, 2, 17), date(2026, 4, 26), date(2026, 9, 28)]


@pytest.mark.parametrize(
    ("start", "text", "raw"),
    [
        (date(2023, 11, 30), "3m", date(2024, 2, 29)),
        (date(2024, 2, 29), "12m", date(2025, 2, 28)),
        (date(2024, 2, 29), "48m", date(2028, 2, 29)),
        (date(2026, 2, 28), "1m", date(2026, 3, 28)),
        (date(2026, 5, 31), "1m", date(2026, 6, 30)),
        (date(2026, 12, 31), "2m", date(2027, 2, 28)),
        (date(2024, 1, 30), "30d", date(2024, 2, 29)),
        (date(2026, 1, 30), "30d", date(2026, 3, 1)),
    ],
)
def test_month_ends_and_leap_years(start: date, text: str, raw: date) -> None:
    assert count(start, text, rolls=False).raw == raw


def test_each_day_rolled_over_is_kept_with_its_reason() -> None:
    half = "Cumhuriyet Bayramı (saat 13.00'ten)"
    assert count(date(2026, 9, 28), "30d").rolled == (
        Rolled(date(2026, 10, 28), half),
        Rolled(date(2026, 10, 29), "Cumhuriyet Bayramı"),
    )


def test_a_term_that_does_not_roll_ends_on_its_raw_day() -> None:
    counted = count(date(2026, 7, 31), "30d", rolls=False)
    assert counted.effective == counted.raw == date(2026, 8, 30)
    assert counted.rolled == ()


@pytest.mark.parametrize(
    ("start", "text", "last"),
    [
        (date(2026, 3, 9), "5w", date(2026, 3, 16)),
        (date(2026, 3, 13), "1w", date(2026, 3, 16)),
        # Half day, Ramazan Bayramı and its Saturday and Sunday are not counted.
        (date(2026, 3, 16), "5w", date(2026, 3, 25)),
    ],
)
def test_working_days_are_counted_one_by_one(start: date, text: str, last: date) -> None:
    counted = count(start, text)
    assert (counted.raw, counted.effective, counted.rolled) == (last, last, ())


def test_working_days_with_open_half_days() -> None:
    counted = count(date(2026, 3, 16), "5w", half_days_close=False)
    assert counted.effective == date(2026, 3, 24)


def test_the_end_is_midnight_after_the_last_valid_day() -> None:
    assert count(date(2026, 2, 17), "30d").at == datetime(2026, 3, 23, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "text"),
    [
        (date(2035, 12, 15), "30d"),
        # Monday the 31st is the first working day; the second is not known.
        (date(2035, 12, 28), "2w"),
    ],
)
def test_beyond_the_calendar_nothing_is_guessed(start: date, text: str) -> None:
    with pytest.raises(CalendarGap) as caught:
        count(start, text)
    assert caught.value.year == 2036


def test_rolling_out_of_the_calendar_is_a_gap() -> None:
    # 2028-12-31 is a Sunday of the calendar's last year.
    short = Calendar.of([], years=[2028], version="short")
    with pytest.raises(CalendarGap) as caught:
        due(date(2028, 12, 1), Term.parse("30d"), short, Counting())
    assert caught.value.year == 2029


def test_a_term_that_does_not_roll_needs_no_calendar() -> None:
    assert count(date(2040, 1, 1), "30d", rolls=False).raw == date(2040, 1, 31)


def test_days_and_hours_are_not_mixed() -> None:
    with pytest.raises(ValueError, match="due_instant"):
        count(date(2026, 3, 1), "72h")
    with pytest.raises(ValueError, match="use due"):
        due_instant(datetime(2026, 3, 1, tzinfo=UTC), Term.parse("3d"))


def test_a_count_starts_on_a_day_not_at_an_instant() -> None:
    with pytest.raises(TypeError, match="not a day"):
        count(datetime(2026, 3, 1, 22, 0, tzinfo=UTC), "30d")


def test_hours_run_through_the_weekend() -> None:
    friday = datetime(2026, 3, 13, 17, 30, tzinfo=ISTANBUL)
    ends = due_instant(friday, Term.parse("24h"))
    assert ends == friday + timedelta(hours=24)
    assert ends.tzinfo is UTC
    assert due_instant(friday, Term.parse("0h")) == friday


def test_hours_are_refused_from_a_naive_start() -> None:
    naive = datetime(2026, 3, 13, 17, 30)
    with pytest.raises(ValueError, match="naive"):
        due_instant(naive, Term.parse("24h"))


def test_what_a_row_keeps() -> None:
    assert as_json(count(date(2026, 7, 31), "30d")) == {
        "start": "2026-07-31",
        "term": "30d",
        "raw": "2026-08-30",
        "effective": "2026-08-31",
        "rolled": [{"date": "2026-08-30", "reason": "Zafer Bayramı"}],
    }
    assert as_json(count(date(2026, 1, 31), "3m"))["term"] == "3m"


def test_units_are_all_answered() -> None:
    assert {Term.parse(f"1{unit}").unit for unit in Unit} == set(Unit)
