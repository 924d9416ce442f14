"""Labels within cells: which words name which field, and what stands behind them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from registry.certificate_layout import Cell
from registry.certificate_words import OTHER, REVISION, STRONG, WEAK, whole

REVISED = "revision"
_PATTERNS = (
    *((field, 2, whole(pattern)) for field, pattern in STRONG.items()),
    *((field, 1, whole(pattern)) for field, pattern in WEAK.items()),
    ("", 2, whole(OTHER)),
    (REVISED, 2, whole(REVISION)),
)
_BETWEEN = re.compile(r"[\s/|()\[\]\-–—·•,.:;_&]*(?:(?:ve|and) )?")
_BEFORE = re.compile(r"[\W_]*(?:\d{1,2}[.)] ?)?[\W_]*")
_COLON = re.compile(r"\s*(?:\([^)]*\)\s*)?[:]")
_FILLED = re.compile(r"\s*(?:\([^)]*\))?[\s.…_:]*")
_ASIDE = re.compile(
    r"\s*(?:\([^)]*?|of (?:the )?|- |– )(?:previous|former|old|last cycle|onceki|eski|annex|appendix|ek\b|form|audit"
    r"|denetim|tetkik|planned|planlanan)"
)
"""Behind a label: that it is another matter's."""
_PLAIN = re.compile(
    r"(?:^|[^\w\s]|\d)\s*$|(?<![a-z])(?:is|are|was|and|ve|und|remains|this certificate|the|bu belge|belgesi|on)\s*$"
)
"""Before a label: nothing that would make it another one."""
Run = tuple[int, int, str, int]
"""From and to which place a label stands, its field and its strength."""
APPLICABLE = frozenset({"soa", "soa_version", "soa_on"})
"""Labels of the statement of applicability, whose version and day often stand together."""


@dataclass(frozen=True)
class Label:
    """A field's name in a cell, spoken once or in several languages; `field` is empty for what is none of ours.

    `rest` is what the cell says behind it, up to the next label; `opens` whether the cell begins with the label,
    `colon` whether a colon follows; `qualified` whether a word or a label before it may make it another one.
    """

    field: str
    strength: int
    cell: Cell
    start: int
    end: int
    rest_end: int
    opens: bool
    colon: bool
    qualified: bool

    @property
    def rest(self) -> Cell:
        """What stands behind the label in its own cell, at its own columns."""
        filled = _FILLED.match(self.cell.text, self.end, self.rest_end)
        start = filled.end() if filled else self.end
        text = self.cell.text[start : self.rest_end].rstrip(" /|–-,;")
        at = self.cell.start + start
        return Cell(self.cell.page, self.cell.line, at, at + len(text), text)


def labels_in(cell: Cell) -> list[Label]:
    """Return the labels of a cell from the left; words of a field within a sentence are none unless a colon follows."""
    text, found = cell.folded, list[Label]()
    runs = list(_without_revisions(_runs(text)))
    for n, (start, end, field, strength) in enumerate(runs):
        colon = _COLON.match(text, end) is not None
        before = _BEFORE.match(text)
        opens = before is not None and before.end() >= start
        after = runs[n + 1][0] if n + 1 < len(runs) else len(text)
        behind = n > 0 and bool(found) and _BETWEEN.fullmatch(text, runs[n - 1][1], start) is not None
        if opens or colon or behind or field in {"valid_until_on", "issued_on", "first_issued_on"}:
            named = "" if _ASIDE.match(text, end) else field
            qualified = not opens and (behind or not _PLAIN.search(text[:start]))
            found.append(Label(named, strength, cell, start, end, after, opens or behind, colon, qualified))
    return found


def _without_revisions(runs: Iterator[Run]) -> Iterator[Run]:
    """Leave out the revisions of a statement of applicability: they are its value."""
    applicable = False
    for run in runs:
        applicable = run[2].startswith("soa") or (applicable and run[2] == REVISED)
        if not applicable or run[2] != REVISED:
            yield run


def _runs(text: str) -> Iterator[Run]:
    """Yield the longest labels, those of one field that stand beside each other as one."""
    spans = [
        (it.start(), it.end(), field, power) for field, power, pattern in _PATTERNS for it in pattern.finditer(text)
    ]
    kept = list[Run]()
    for span in sorted(spans, key=lambda it: (it[0] - it[1], -it[3], it[0])):
        if all(span[1] <= it[0] or span[0] >= it[1] for it in kept):
            kept.append(span)
    last: Run | None = None
    for span in sorted(kept):
        if last is not None and last[2] == span[2] and _BETWEEN.fullmatch(text, last[1], span[0]):
            last = (last[0], span[1], last[2], max(last[3], span[3]))
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last
