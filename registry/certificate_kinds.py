"""Values by their kind: numbers, editions, texts, statements of applicability. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from registry.certificate_days import Days
from registry.certificate_layout import Cell
from registry.certificate_words import ACCREDITORS, NUMBERS, whole

Read = tuple[tuple[str, str, Cell, bool], ...]
"""Fields with their values, where each stands and whether it is sure; empty where the words are of another kind."""

_NUMBER = re.compile(r"[^\W_][^\s]*(?: ?[/–-] ?[^\s]+| (?=[^\s]*\d)[A-Z0-9][^\s]*)*")
_AFTERWARDS = re.compile(r"(?:rev(?:ision|izyon)?|sayfa|page|issue|surum)\b.*", re.IGNORECASE)
_STANDARD = re.compile(r"(?<![a-z])27001\s*[:\-–/]\s*(?P<year>20\d\d)(?!\d)|(?<![a-z])27001 (?P<bare>20\d\d)(?!\d)")
_BEFORE = re.compile(r"(?:yerine|onceki|eski|replac|supersed|former|previous|transition|gecis|instead)")
EDITIONS = {"2013": "2013", "2017": "2017", "2022": "2022", "2023": "2022"}
"""The year behind 27001, and which edition of ours it names; EN 27001 of 2023 is the text of 2022."""
_VERSION = re.compile(
    r"(?<![a-z])(?:v|ver|version|versiyon|surum|rev|revizyon|revision|issue)\.?(?: ?(?:no"
    r"|nr))?\.? ?[:.]? ?(\d+(?:[.-]\d+)*)"
)
_LETTERS = 3


def number(field: str, cell: Cell, days: Days) -> Read:
    """Return a number that a cell begins with: letters and figures, at least one figure, no day and no sentence."""
    text = _AFTERWARDS.sub("", cell.text.split(",")[0].split(";")[0]).strip(" .-–/|")
    plain = _NUMBER.fullmatch(text) is not None and any(it.isdigit() for it in text) and len(text) <= 40
    if not plain or any(days.within(cell.folded[: len(text) + 1])) or len(re.sub(r"\W", "", text)) < _LETTERS:
        return ()
    if "27001" in text or len(text.split()) > 4:
        return ()
    return ((field, text, cell, True),)


def printed_number(cells: Iterable[Cell]) -> Iterator[tuple[str, Cell]]:
    """Yield accreditation numbers that are known by their shape alone."""
    for cell in cells:
        for it in whole(NUMBERS).finditer(cell.folded):
            yield cell.text[it.start() : it.end()], cell


def accreditors(cells: Iterable[Cell]) -> Iterator[tuple[str, Cell]]:
    """Yield the accreditation bodies that are named, by the name under which they are known."""
    for cell in cells:
        for name, pattern in ACCREDITORS.items():
            if whole(pattern).search(cell.folded):
                yield name, cell


def editions(cells: Sequence[Cell]) -> Iterator[tuple[str, Cell]]:
    """Yield the editions of the standard that are named; those that another one replaces are left out."""
    for cell in cells:
        for it in _STANDARD.finditer(cell.folded):
            year = it["year"] or it["bare"]
            if year in EDITIONS and not _BEFORE.search(cell.folded):
                yield EDITIONS[year], cell


def words(field: str, lines: Sequence[Cell], *, sure: bool) -> Read:
    """Return a text of one or several lines."""
    text = " ".join(cell.text for cell in lines).strip(" ,;")
    if sum(it.isalpha() for it in text) < _LETTERS or len(text) > 2000:
        return ()
    return ((field, text, lines[0], sure),)


def soa(field: str, cell: Cell, days: Days) -> Read:
    """Return the version and the day of a statement of applicability, whichever a cell says."""
    found, text = list(days.within(cell.folded)), cell.folded
    named = None if field == "soa_on" else _VERSION.search(text)
    read = list[tuple[str, str, Cell, bool]]()
    if named:
        read.append(("soa_version", named[1], cell, True))
    elif field == "soa_version":
        bare = re.fullmatch(r"(\d{1,2}(?:[.-]\d{1,3}){0,2})(?:[ ,/–-].*)?", text)
        if bare and not (found and found[0].start == 0):
            read.append(("soa_version", bare[1], cell, True))
    if len(found) == 1:
        read.append(("soa_on", found[0].day.isoformat(), cell, found[0].sure))
    return tuple(read)
