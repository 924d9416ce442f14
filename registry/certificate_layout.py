"""Where words stand on a page: cells, their neighbours, and a folded spelling of the same length. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_CELL = re.compile(r"\S+(?: \S+)*")
_SPACED = re.compile(r"(?<!\S)[^\W\d_](?: {1,2}[^\W\d_]){3,}(?: {3,8}[^\W\d_](?: {1,2}[^\W\d_])+)*(?!\S)")
"""Words whose letters stand apart, and wider gaps between words."""
NEAR = 3
"""Columns by which two cells of one column may be apart: letters have widths, columns of text have not."""
DEEPEST = 4
"""Lines below (or above) a label within which its value stands."""


@dataclass(frozen=True)
class Cell:
    """Words without a gap between them: on which page and line (both from 1), from and to which column."""

    page: int
    line: int
    start: int
    end: int
    text: str

    @property
    def folded(self) -> str:
        """The text as labels are spelled: small letters without marks, place by place."""
        return folded(self.text)

    def beside(self, other: Cell) -> int:
        """Return over how many columns two cells stand above each other; 0 where neither touches the other's."""
        shared = min(self.end, other.end) - max(self.start, other.start)
        return max(shared, 1 if abs(self.start - other.start) <= NEAR else 0)


@dataclass(frozen=True)
class Sheet:
    """One page: its cells line by line, empty lines among them."""

    lines: tuple[tuple[Cell, ...], ...]

    def cells(self) -> Iterator[Cell]:
        """Yield the cells from above, in each line from the left."""
        for line in self.lines:
            yield from line

    def right_of(self, cell: Cell) -> Cell | None:
        """Return the next cell of the same line."""
        return next((it for it in self.lines[cell.line - 1] if it.start >= cell.end), None)

    def towards(self, cell: Cell, step: int) -> Iterator[Cell]:
        """Yield what stands below (`step` 1) or above (-1) a cell in its column, the nearest first."""
        line, seen = cell.line - 1 + step, 0
        while 0 <= line < len(self.lines) and seen < DEEPEST:
            if self.lines[line]:
                seen += 1
                best = max(self.lines[line], key=cell.beside)
                if cell.beside(best):
                    yield best
            line += step

    def continued(self, cell: Cell) -> Iterator[Cell]:
        """Yield the lines that go on below a cell without a gap: one cell of its column in each."""
        for line in self.lines[cell.line :]:
            within = [it for it in line if cell.beside(it) and not it.start < cell.start - NEAR]
            if len(within) != 1:
                return
            yield within[0]


def sheets(pages: Sequence[str]) -> tuple[Sheet, ...]:
    """Return the pages as cells: two blanks or more part a line."""
    return tuple(
        Sheet(
            tuple(
                tuple(Cell(n, m, it.start(), it.end(), it.group()) for it in _CELL.finditer(line))
                for m, line in enumerate(_closed_up(page).split("\n"), 1)
            )
        )
        for n, page in enumerate(pages, 1)
    )


def _closed_up(page: str) -> str:
    """Return a page with letter-spaced words written as words, in the middle of the place that they took."""
    return _SPACED.sub(
        lambda it: " ".join(re.sub(" ", "", w) for w in re.split(" {3,}", it[0])).center(len(it[0])), page
    )


def folded(text: str) -> str:
    """Return text in small letters without marks, Turkish letters as their neighbours, each in its old place."""
    return "".join(_fold(it) for it in text)


def _fold(letter: str) -> str:
    if letter in "Iıİ":
        return "i"
    plain = unicodedata.normalize("NFKD", letter)[0].lower()
    return plain if len(plain) == 1 else letter
