"""The clock runs in UTC; the law's day is Istanbul's."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from law.clock import (
    ISTANBUL,
    day_end,
    day_start,
    legal_day,
    monotonic,
    moved,
    now,
    only_day,
)

A_SECOND = timedelta(seconds=1)


def test_now_is_aware_utc() -> None:
    assert now().tzinfo is UTC


def test_monotonic_never_goes_back() -> None:
    assert monotonic() <= monotonic()


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 3, 18, 20, 59, 59, tzinfo=UTC), date(2026, 3, 18)),
        (datetime(2026, 3, 18, 21, 0, tzinfo=UTC), date(2026, 3, 19)),
        (datetime(2026, 3, 19, 0, 0, tzinfo=ISTANBUL), date(2026, 3, 19)),
    ],
)
def test_the_legal_day_turns_at_midnight_in_istanbul(at: datetime, day: date) -> None:
    assert legal_day(at) == day


def test_a_day_is_half_open() -> None:
    assert day_start(date(2026, 3, 19)) == datetime(2026, 3, 18, 21, 0, tzinfo=UTC)
    assert day_end(date(2026, 3, 19)) == datetime(2026, 3, 19, 21, 0, tzinfo=UTC)
    assert day_start(date(2026, 3, 19)).tzinfo is UTC


def test_a_day_of_the_time_when_clocks_were_changed() -> None:
    assert day_start(date(2016, 1, 15)) == datetime(2016, 1, 14, 22, 0, tzinfo=UTC)


@given(st.dates(date(2017, 1, 1), date(2100, 12, 31)))
def test_every_instant_of_a_day_falls_on_it(day: date) -> None:
    assert legal_day(day_start(day)) == day
    assert legal_day(day_end(day) - timedelta(microseconds=1)) == day
    assert legal_day(day_end(day)) == day + timedelta(days=1)


@pytest.mark.parametrize("takes_instant", [legal_day, lambda at: moved(at).__enter__()])
def test_a_naive_datetime_is_refused(
    takes_instant: Callable[[datetime], object],
) -> None:
    naive = datetime(2026, 3, 19, 12, 0)
    with pytest.raises(ValueError, match="naive"):
        takes_instant(naive)


@pytest.mark.parametrize("takes_day", [only_day, day_start, day_end])
def test_an_instant_is_no_day(takes_day: Callable[[date], object]) -> None:
    with pytest.raises(TypeError, match="not a day"):
        takes_day(datetime(2026, 3, 19, 22, 0, tzinfo=UTC))


def test_a_moved_clock_begins_there_and_runs_on() -> None:
    to = datetime(2031, 5, 6, 7, 8, tzinfo=ISTANBUL)
    with moved(to):
        first, second = now(), now()
    assert to <= first <= second < to + A_SECOND
    assert first.tzinfo is UTC
    assert now() < to


def test_moved_clocks_nest() -> None:
    outer = datetime(2031, 1, 1, tzinfo=UTC)
    inner = datetime(2019, 1, 1, tzinfo=UTC)
    with moved(outer):
        with moved(inner):
            assert now().year == inner.year
        assert now().year == outer.year


def test_the_clock_returns_after_an_error() -> None:
    to = datetime(2099, 1, 1, tzinfo=UTC)
    with pytest.raises(RuntimeError), moved(to):
        raise RuntimeError
    assert now() < to


def test_each_thread_moves_its_own_clock() -> None:
    together = Barrier(3, timeout=10)
    here = datetime(2098, 1, 1, tzinfo=UTC)

    def year_seen(to: datetime | None) -> int:
        if to is None:
            together.wait()
            return now().year
        with moved(to):
            together.wait()
            return now().year

    moves = [datetime(2041, 6, 1, tzinfo=UTC), datetime(2042, 6, 1, tzinfo=UTC), None]
    with moved(here), ThreadPoolExecutor(3) as pool:
        seen = list(pool.map(year_seen, moves))
    assert seen == [2041, 2042, now().year]
