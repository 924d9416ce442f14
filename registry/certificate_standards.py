"""Which standards a document certifies, and to which of them a place on its pages belongs. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from registry.certificate_layout import NEAR, Cell, Sheet

OURS = "27001"
_OF_BODIES = frozenset(
    {"17000", "17011", "17020", "17021", "17024", "17025", "17065", "19011", "27000", "27002", "27006"}
)
"""Standards by which bodies work, or that nobody is certified against."""
_MENTION = re.compile(
    r"(?<![a-z0-9])(?:(?:(?:ts|bs|din|en|iso|iec|iatf|ohsas|fssc|sa|sn|pn|nf|uni|une)(?: ?/ ?| |-)?)+"
    r"(?:(?:ts|tr|pas) ?)?"
    r"(?P<number>\d{4,5})(?!\d)(?:-\d{1,2}(?!\d))?(?: ?[:\-–/ ] ?(?P<year>(?:19|20)\d\d)(?!\d)(?:-\d\d(?!\d))?)?"
    r"|(?P<bare>\d{4,5})(?:-\d{1,2})? ?: ?(?P<of>(?:19|20)\d\d)(?!\d))(?:[/+]a(?:md)?\.? ?\d+(?::20\d\d)?)?"
)
_LISTED = re.compile(
    r"(?:(?:\w+ ){0,4}(?:yonetim sistem\w*|management systems?)(?: standar[dt]\w*)?)? ?(?:ve|and|und|ile|with)?"
)
"""Between two standards of which neither is said of the other, spelled without signs."""
_TITLE = re.compile(r"(?:standar[dt]\w*|norm|yonetim sistemi|management system|ve\b|and\b|und\b|ile\b|[\W_])*")
_BEFORE = re.compile(r"\W*(?:(?:standar[dt]i?|norm)\W*)?")
_SENTENCE = 400
"""Letters before and behind a standard's name that are asked what is said of it."""
_LONGEST_TABLE = 40
_TITLE_LETTERS = 70
"""Letters of a line that begins with a standard's name and may be a title."""
_CERTIFYING = re.compile(
    r"requirement|conform|compl(?:y|ies|iant)|accordance|meets|fulfil|approved|standar[dt]|norm\b|management system"
    r"|yonetim sistem|sartlar|gereklilik|gerekler|uygun|forderungen|erfullt"
)


@dataclass(frozen=True)
class Mention:
    """A standard that a cell names; whether the document certifies it there, and whether the cell begins with it."""

    number: str
    cell: Cell
    certified: bool
    opens: bool


class Standards:
    """The standards of a document: what it certifies stands with its year or as a title, not in passing.

    `ours` and `others` tell whether it certifies our standard, and any other.
    """

    def __init__(self, drawn: Sequence[Sheet]) -> None:
        self._sheets = drawn
        found = [it for sheet in drawn for cell in sheet.cells() for it in _mentions(cell, sheet)]
        self._certified = [it for it in found if it.certified]
        self._lines: dict[tuple[int, int], list[Mention]] = {}
        for it in self._certified:
            self._lines.setdefault((it.cell.page, it.cell.line), []).append(it)
        self.ours = any(it.number == OURS for it in self._certified)
        self.others = any(it.number != OURS for it in self._certified)

    def tied(self, cell: Cell) -> bool:
        """Tell whether a place stands on a line of our standard and no other, as in a table: not within a sentence."""
        named = self._lines.get((cell.page, cell.line), [])
        return {it.number for it in named} == {OURS} and named[0].opens

    def of_another(self, cell: Cell) -> bool:
        """Tell whether a place belongs to another standard: by its line, its column, its block or its page."""
        if not self.others:
            return False
        if OURS not in {it.number for it in self._certified if it.cell.page == cell.page} and any(
            it.cell.page == cell.page for it in self._certified
        ):
            return True
        for line in range(cell.line, 0, -1):
            named = self._lines.get((cell.page, line), [])
            if len({it.number for it in named}) > 1 and len({it.cell for it in named}) == 1:
                return False
            if len({it.number for it in named}) > 1:
                return line < cell.line and max(named, key=lambda it: cell.beside(it.cell)).number != OURS
            if named:
                return named[0].number != OURS
        return False


def certifies(cell: Cell, sheet: Sheet) -> bool:
    """Tell whether the words around a standard's name say that it is met: a title, or a sentence about requirements."""
    if _is_title(cell.folded):
        return True
    near = (it.folded for step in (-1, 1) for it in _next_line(cell, sheet, step))
    return any(_CERTIFYING.search(text) for text in (cell.folded, *near))


def _mentions(cell: Cell, sheet: Sheet) -> Iterator[Mention]:
    text = cell.folded
    title, said = _is_title(text), certifies(cell, sheet)
    for it in _MENTION.finditer(text):
        number = it["number"] or it["bare"]
        if number in _OF_BODIES or (it["bare"] and number.startswith(("19", "20")) and number != "20000"):
            continue
        heads = title or (_BEFORE.fullmatch(text[: it.start()]) is not None and len(text) <= _TITLE_LETTERS)
        heads = heads and (title or not text.endswith("."))
        certified = bool(it["year"] or it["of"] or heads)
        if number == OURS:
            certified = certified and (heads or said) and not _speaks_of_another(it, cell, sheet)
        yield Mention(number, cell, certified, _BEFORE.fullmatch(text[: it.start()][-_SENTENCE:]) is not None)


def _is_title(text: str) -> bool:
    """Tell whether a cell names standards and says nothing else."""
    return _MENTION.search(text) is not None and _TITLE.fullmatch(_MENTION.sub(" ", text)) is not None


def _speaks_of_another(ours: re.Match[str], cell: Cell, sheet: Sheet) -> bool:
    """Tell whether the sentence names another standard too, other than in a list of both."""
    before, behind = ours.string[: ours.start()][-_SENTENCE:], ours.string[ours.end() :][:_SENTENCE]
    above, below = _next_line(cell, sheet, -1), _next_line(cell, sheet, 1)
    before = " ".join([*(it.folded[-_SENTENCE:] for it in above), before])
    behind = " ".join([behind, *(it.folded[:_SENTENCE] for it in below)])
    before = re.split(r"\.\s", before)[-1]
    behind = re.split(r"\.(?:\s|$)", behind)[0]
    left = [it for it in _MENTION.finditer(before) if _other(it)]
    right = [it for it in _MENTION.finditer(behind) if _other(it)]
    return bool(left and not _lists(before[left[-1].end() :])) or bool(right and not _lists(behind[: right[0].start()]))


def _other(it: re.Match[str]) -> bool:
    return (it["number"] or it["bare"]) not in {OURS, *_OF_BODIES}


def _lists(text: str) -> bool:
    """Tell whether what stands between two standards lists both."""
    return _LISTED.fullmatch(re.sub(r"[\W_]+", " ", _MENTION.sub(" ", text)).strip()) is not None


def _next_line(cell: Cell, sheet: Sheet, step: int) -> list[Cell]:
    """Return the cell directly above or below, if there is one."""
    return [it for it in sheet.towards(cell, step) if abs(it.line - cell.line) == 1][:1]


def columns(sheet: Sheet, heads: Mapping[Cell, bool]) -> Iterator[tuple[Cell, tuple[Cell, ...]]]:
    """Yield the heads of tables with what stands below them, by their order in the line, not by their place.

    A head reaches from the first label of a line to the last, two at least with nothing behind them, and has no
    figures; rows have as many cells below it and no label.
    """
    for n, line in enumerate(sheet.lines):
        head, rows = _head(line, heads), list[tuple[Cell, ...]]()
        if not head:
            continue
        for below in sheet.lines[n + 1 : n + 1 + _LONGEST_TABLE]:
            row = tuple(it for it in below if it.end > head[0].start - NEAR)
            if len(row) == len(head) and not any(heads[it] for it in row):
                rows.append(row)
            elif row and (rows or len(_head(below, heads)) != len(head)):
                break
        if rows:
            yield from ((cell, tuple(row[at] for row in rows)) for at, cell in enumerate(head))


def _head(line: Sequence[Cell], heads: Mapping[Cell, bool]) -> Sequence[Cell]:
    at = [n for n, it in enumerate(line) if heads[it]]
    head = line[at[0] : at[-1] + 1] if len(at) > 1 else ()
    return () if any(letter.isdigit() for it in head for letter in it.text) else head
