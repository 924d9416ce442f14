"""A history as bars on one line of time, for the eye; the words beside it say the same. Pure.

Lengths are in the units of the drawing's own box, `WIDTH` wide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from law.clock import legal_day
from law.explain import date_short
from registry.standing import Interval

WIDTH, APART, THINNEST = 960, 96, 3


@dataclass(frozen=True)
class Bar:
    """One stretch: where it begins, how long it is, and what it says."""

    standing: str
    x: int
    width: int
    words: str


@dataclass(frozen=True)
class Mark:
    """One day written below the line; `anchor` keeps the first and the last inside the box."""

    x: int
    anchor: str
    words: str


@dataclass(frozen=True)
class Bars:
    """A whole drawing."""

    pieces: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    width: int = WIDTH


def drawn(history: Sequence[Interval], at: datetime) -> Bars | None:
    """Return a history up to an instant as bars from–until; None where it holds no time yet."""
    if not history or at <= history[0].since:
        return None
    first, whole = history[0].since, (at - history[0].since).total_seconds()
    places = [round((piece.since - first).total_seconds() / whole * WIDTH) for piece in history]
    ends = [*places[1:], WIDTH]
    bars = tuple(
        Bar(piece.standing.value, x, max(end - x, THINNEST), f"{piece.standing.label} ({_from_to(history, n, at)})")
        for n, (piece, x, end) in enumerate(zip(history, places, ends, strict=True))
    )
    return Bars(bars, tuple(_marks(history, places, at)))


def _from_to(history: Sequence[Interval], n: int, at: datetime) -> str:
    until = history[n + 1].since if n + 1 < len(history) else at
    return f"{date_short(legal_day(history[n].since))} – {date_short(legal_day(until))}"


def _marks(history: Sequence[Interval], places: Sequence[int], at: datetime) -> Iterator[Mark]:
    """Yield the days that have room: the first, the last, and those between that are far enough apart."""
    taken = 0
    for piece, x in zip(history, places, strict=True):
        if x == 0 or (x - taken >= APART and WIDTH - x >= 2 * APART):
            yield Mark(x, "start" if x == 0 else "middle", date_short(legal_day(piece.since)))
            taken = x
    yield Mark(WIDTH, "end", date_short(legal_day(at)))
