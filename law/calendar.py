"""Which days are closed: weekends, and the holidays one calendar version knows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_WEEKEND = {5: "Cumartesi", 6: "Pazar"}


class CalendarGap(LookupError):
    """A day was asked for in a year whose holidays the calendar does not hold.

    `year` is that year, `text` the sentence to show in the reader's language.
    `str()` gives both languages and needs no settings, for logs and consoles.
    """

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year

    def __str__(self) -> str:
        return (
            f"{self.year} yılının resmî tatilleri takvimde kayıtlı değil / "
            f"the calendar holds no official holidays for {self.year}"
        )

    @property
    def text(self) -> "StrOrPromise":
        """The same in one language, lazily translated."""
        return format_lazy(
            _("The calendar holds no official holidays for {year}; add them first."),
            year=self.year,
        )


@dataclass(frozen=True)
class Closure:
    """One reason why a day is closed.

    `name` is the Turkish name of the holiday, `half` that it closes from 13:00 only,
    `source` the law or decision it rests on.
    """

    day: date
    name: str
    half: bool
    source: str


@dataclass(frozen=True)
class Calendar:
    """The holidays of some whole years, under a version that deadlines keep.

    `years` are the years known in full; `closures` the holidays by day.
    """

    version: str
    years: frozenset[int]
    closures: Mapping[date, tuple[Closure, ...]] = field(hash=False)

    @classmethod
    def of(cls, closures: Iterable[Closure], *, years: Iterable[int], version: str) -> Self:
        """A calendar from single closures, in any order.

        On one day, whole days stand before half days. A closure outside `years` has
        no effect, for its day is never answered.
        """
        by_day: dict[date, tuple[Closure, ...]] = {}
        for one in sorted(closures, key=lambda it: (it.day, it.half, it.name)):
            by_day[one.day] = (*by_day.get(one.day, ()), one)
        return cls(version, frozenset(years), MappingProxyType(by_day))

    def closed(self, day: date, *, half_days_close: bool) -> str | None:
        """Why `day` is no working day, in Turkish; None when it is one.

        A holiday's name stands before the weekend's. Raises CalendarGap when the
        year is not held. Law 2429; Saturday and Sunday by Law 657 art. 99.
        """
        if day.year not in self.years:
            raise CalendarGap(day.year)
        names = dict.fromkeys(it.name for it in self.closures.get(day, ()) if half_days_close or not it.half)
        return "; ".join(names) or _WEEKEND.get(day.weekday())
