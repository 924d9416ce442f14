"""A calendar tells closed days of the years it holds, and of no other."""

from datetime import date

import pytest
from django.utils.functional import Promise

from law.calendar import Calendar, CalendarGap, Closure
from law.turkey import closures_of, default_calendar


def reason(day: date, *, half_days_close: bool = True) -> str | None:
    return default_calendar().closed(day, half_days_close=half_days_close)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 16), None),
        (date(2026, 3, 14), "Cumartesi"),
        (date(2026, 3, 15), "Pazar"),
        (date(2026, 1, 1), "Yılbaşı"),
        (date(2026, 3, 19), "Ramazan Bayramı (saat 13.00'ten)"),
        (date(2026, 5, 30), "Kurban Bayramı"),
        (date(2026, 8, 30), "Zafer Bayramı"),
        (
            date(2027, 5, 19),
            "Atatürk'ü Anma, Gençlik ve Spor Bayramı; Kurban Bayramı",
        ),
    ],
)
def test_why_a_day_is_closed(day: date, expected: str | None) -> None:
    assert reason(day) == expected


def test_half_days_stay_open_when_they_do_not_close() -> None:
    assert reason(date(2026, 10, 28), half_days_close=False) is None
    assert reason(date(2026, 10, 29), half_days_close=False) == "Cumhuriyet Bayramı"


def test_a_half_day_that_does_not_close_leaves_the_weekend() -> None:
    assert reason(date(2018, 10, 28), half_days_close=False) == "Pazar"


def test_whole_days_are_named_before_half_days() -> None:
    day = date(2033, 1, 1)
    assert reason(day) == "Yılbaşı; Ramazan Bayramı (saat 13.00'ten) (tahmini)"


@pytest.mark.parametrize("day", [date(2017, 12, 31), date(2036, 1, 1)])
def test_a_year_not_held_is_a_gap_even_on_a_sunday(day: date) -> None:
    with pytest.raises(CalendarGap) as caught:
        reason(day)
    assert caught.value.year == day.year
    assert str(caught.value) == (
        f"{day.year} yılının resmî tatilleri takvimde kayıtlı değil / "
        f"the calendar holds no official holidays for {day.year}"
    )


def test_a_gap_is_a_failed_look_up_with_a_lazy_text() -> None:
    gap = CalendarGap(2036)
    assert isinstance(gap, LookupError)
    assert isinstance(gap.text, Promise)


def test_a_calendar_of_decided_days() -> None:
    day = date(2026, 6, 3)
    ballot = Closure(day, "Seçim günü", half=False, source="Karar 1")
    calendar = Calendar.of([ballot, ballot], years=[2026], version="1")
    assert calendar.closed(day, half_days_close=False) == "Seçim günü"
    assert calendar.closed(date(2026, 1, 1), half_days_close=True) is None
    assert calendar.years == {2026}
    assert hash(calendar) == hash(Calendar.of([ballot, ballot], years=[2026], version="1"))


def test_the_law_of_2429_in_one_year() -> None:
    found = closures_of(2026)
    assert [it.day for it in found] == sorted(it.day for it in found)
    assert [it.day for it in found if it.half] == [
        date(2026, 3, 19),
        date(2026, 5, 26),
        date(2026, 10, 28),
    ]
    assert sum(not it.half for it in found) == 14
    assert {it.source for it in found} == {"2429 sayılı Ulusal Bayram ve Genel Tatiller Hakkında Kanun; tarih kesin"}


@pytest.mark.parametrize("year", range(2018, 2036))
def test_only_religious_days_from_2033_on_are_estimates(year: int) -> None:
    for one in closures_of(year):
        religious = one.name.startswith(("Ramazan", "Kurban"))
        assert one.source.endswith("tahminî") is (religious and year >= 2033)


@pytest.mark.parametrize("year", [1935, 2101])
def test_years_unknown_to_the_package_are_not_guessed(year: int) -> None:
    with pytest.raises(CalendarGap):
        closures_of(year)


def test_the_default_calendar_is_made_once_and_versioned() -> None:
    calendar = default_calendar()
    assert default_calendar() is calendar
    assert calendar.years == set(range(2018, 2036))
    assert calendar.version.startswith("holidays-")
    assert calendar.version.endswith("/2018-2035")
