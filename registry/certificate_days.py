"""Days as certificates print them: 23.03.2026, 23/03/2026, 2026-03-23, 23 Mart 2026, March 23, 2026. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from registry.certificate_words import MONTHS

_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = re.compile(
    r"(?<![\d./-])(?:"
    r"(?P<iso>(?P<y1>(?:19|20)\d\d)[-./](?P<m1>\d{1,2})[-./](?P<d1>\d{1,2}))"
    r"|(?P<first>\d{1,2}) ?(?P<mark>[-./]) ?(?P<second>\d{1,2}) ?(?P=mark) ?(?P<y2>(?:19|20)\d\d)"
    rf"|(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?[ .-]+(?P<n3>{_NAMES})[.,]?[ -]+(?P<y3>(?:19|20)\d\d)"
    rf"|(?P<n4>{_NAMES})\.? (?P<d4>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y4>(?:19|20)\d\d)"
    r")(?![\d/-]|\.\d)"
)


@dataclass(frozen=True)
class Day:
    """A day within a text, from and to which place; not sure where day and month could be the other way round."""

    day: date
    start: int
    end: int
    sure: bool


class Days:
    """Reads days; what a document shows of its own order of day and month decides over strokes such as 03/04/2026."""

    def __init__(self, texts: Iterable[str]) -> None:
        firsts, seconds = [0], [0]
        for match in (it for text in texts for it in _DAY.finditer(text) if it["mark"] == "/"):
            firsts.append(int(match["first"]))
            seconds.append(int(match["second"]))
        self.day_first, self.month_first = max(firsts) > 12, max(seconds) > 12

    def within(self, text: str) -> Iterator[Day]:
        """Yield the days of a folded text in their order; one that no calendar has, or that may be two, is none."""
        for match in _DAY.finditer(text):
            day = self._day(match)
            if day is not None:
                yield Day(day, match.start(), match.end(), self._sure(match))

    def _day(self, match: re.Match[str]) -> date | None:
        if match["iso"]:
            return _made(match["y1"], match["m1"], match["d1"])
        if match["d3"]:
            return _made(match["y3"], MONTHS[match["n3"]], match["d3"])
        if match["d4"]:
            return _made(match["y4"], MONTHS[match["n4"]], match["d4"])
        if match["mark"] == "/" and self.month_first:
            return None
        return _made(match["y2"], match["second"], match["first"])

    def _sure(self, match: re.Match[str]) -> bool:
        two_ways = match["mark"] == "/" and int(match["first"]) <= 12 and match["first"] != match["second"]
        return self.day_first or not two_ways


def _made(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
