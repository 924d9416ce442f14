"""Turkey's official holidays, as the `holidays` package tells them."""

from collections.abc import Iterator
from functools import cache

import holidays
from holidays.constants import HALF_DAY, PUBLIC
from holidays.version import __version__ as release

from law.calendar import Calendar, CalendarGap, Closure

_STATUTE = "2429 sayılı Ulusal Bayram ve Genel Tatiller Hakkında Kanun"
# The package's own mark on a religious day that nobody has announced yet.
_ESTIMATED = "(tahmini)"


def closures_of(year: int) -> tuple[Closure, ...]:
    """The holidays and half holidays of one year, in order of days.

    Law 2429; religious dates from 2033 on are estimates and say so in name and source.
    Raises CalendarGap for a year that the package does not know.
    """
    found = [*_closures(year, PUBLIC), *_closures(year, HALF_DAY)]
    if not found:
        raise CalendarGap(year)
    return tuple(sorted(found, key=lambda it: (it.day, it.half, it.name)))


@cache
def default_calendar(first: int = 2018, last: int = 2035) -> Calendar:
    """The calendar of the years `first` to `last`, both included.

    Its version names the package's release and the years.
    """
    years = range(first, last + 1)
    return Calendar.of(
        (one for year in years for one in closures_of(year)),
        years=years,
        version=f"holidays-{release}/{first}-{last}",
    )


def _closures(year: int, category: str) -> Iterator[Closure]:
    book = holidays.country_holidays("TR", years=year, categories=(category,), language="tr")
    for day in book:
        for name in book.get_list(day):
            yield Closure(day, name, category == HALF_DAY, _source(name))


def _source(name: str) -> str:
    certainty = "tahminî" if name.endswith(_ESTIMATED) else "kesin"
    return f"{_STATUTE}; tarih {certainty}"
