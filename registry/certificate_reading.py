"""What an ISO/IEC 27001 certificate says, read from its text: each value with where it stands and how sure. Pure.

A value that could be another one is not read at all: whoever types it in sees the paper, a wrong proposal would be
believed. What was read decides nothing; the firm may say otherwise, and an officer judges.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from registry.certificate_days import Days
from registry.certificate_kinds import (
    Read,
    accreditors,
    editions,
    number,
    printed_number,
    soa,
    told_soa,
    unended,
    words,
)
from registry.certificate_labels import APPLICABLE, REVISED, Label, labels_in
from registry.certificate_layout import Cell, Sheet, folded, sheets
from registry.certificate_names import certifies as named_certifier
from registry.certificate_names import company, unlabelled
from registry.certificate_standards import Standards, certifies, columns

DAYS = ("first_issued_on", "issued_on", "valid_until_on", "last_surveillance_on", "next_surveillance_on")
IN_ORDER = (
    ("first_issued_on", "issued_on"),
    ("first_issued_on", "valid_until_on"),
    ("first_issued_on", "last_surveillance_on"),
    ("issued_on", "valid_until_on"),
    ("issued_on", "next_surveillance_on"),
    ("last_surveillance_on", "next_surveillance_on"),
    ("next_surveillance_on", "valid_until_on"),
)
"""Which day comes before which, if anything on the paper is to be believed."""
LONGEST_DAYS = 3 * 366 + 183
"""From an issue to its end: three years, and what was left of the years before."""
COMMON = frozenset({"holder", "body", "body_accreditation", "accreditation_body"})
"""What a document that certifies several standards says once for all of them."""
_ELSEWHERE = re.compile(
    r"(?<![a-z])(?:ek|annex|appendix|schedule|anlage)[ -]?[a-z0-9]?(?![a-z0-9])|multi-?site|additional site|eki ile"
)
"""Words of a document whose sites stand on another page."""
_PAPER = re.compile(
    r"(?<![a-z])(?:form|dokuman|document|doc\.?|belge formu)[ .-]*(?:no|nr|kodu|code|rev)(?![a-z])"
    r"|(?<![a-z])rev(?:izyon|ision)?\.?(?: ?no)?\.?[:. ]*\d{1,2}(?!\d|[.]\d)"
)
"""Words of a line that speaks of the printed form, so that its days are none of the certificate."""
_LABELLED = re.compile(r"[^\d:]{3,45}:(?:\s|$)")
"""A line that begins like any label, known or not."""
NUMBERS = ("number", "body_accreditation")
TEXTS = ("scope", "sites")
FIELDS = (
    *("number", "edition", "holder", "sites", "scope", "soa_version", "soa_on"),
    *("body", "body_accreditation", "accreditation_body", *DAYS),
)
"""The fields that are looked for, in the order of the form."""


@dataclass(frozen=True)
class Found:
    """A value as it was read, days as YYYY-MM-DD; the page and line (from 1) and their words; whether it is sure."""

    value: str
    page: int
    line: int
    quote: str
    sure: bool


@dataclass(frozen=True)
class Candidate:
    """One possible value of a field; of several only those of the strongest labels count."""

    field: str
    strength: int
    value: str
    cell: Cell
    sure: bool


def read(pages: Sequence[str]) -> dict[str, Found]:
    """Return what the pages of a certificate say, by field; what they do not say for certain is missing."""
    drawn = sheets(pages)
    reader = _Reader(drawn)
    found = {it.field: it for it in _agreed(reader.belonging())}
    quotes = {(page, line): words for page, line, words in _quotes(drawn)}
    return {
        field: Found(it.value, it.cell.page, it.cell.line, quotes[it.cell.page, it.cell.line], it.sure)
        for field, it in _in_cycle(found).items()
    }


def as_json(found: Mapping[str, Found]) -> dict[str, Any]:
    """Return what was read as a document's facts keep it."""
    return {field: asdict(it) for field, it in found.items()}


def from_json(kept: Mapping[str, Any]) -> dict[str, Found]:
    """Return what `as_json` kept."""
    return {field: Found(**it) for field, it in kept.items()}


class _Reader:
    """Goes through the labels of a document: first the values in their own cells, then those beside, below or above."""

    def __init__(self, drawn: Sequence[Sheet]) -> None:
        self.sheets = drawn
        self.cells = [cell for sheet in drawn for cell in sheet.cells()]
        self.days = Days(cell.folded for cell in self.cells)
        self.labels = {cell: labels_in(cell) for cell in self.cells}
        self.standards = Standards(drawn)
        heads = {cell: self._is_head(cell) for cell in self.cells}
        self.below = {cell: rows for sheet in drawn for cell, rows in columns(sheet, heads)}
        self.elsewhere = any(_ELSEWHERE.search(cell.folded) for cell in self.cells)

    def belonging(self) -> Iterator[Candidate]:
        """Yield the possible values that belong to our standard; sure where no other could be meant."""
        alone = self.standards.ours and not self.standards.others
        if self.standards.others and not self.standards.ours:
            return
        for it in self.candidates():
            line = self.sheets[it.cell.page - 1].lines[it.cell.line - 1]
            of_the_form = it.field in DAYS and any(_PAPER.search(cell.folded) for cell in line)
            another = it.field not in COMMON and self.standards.of_another(it.cell)
            if of_the_form or another or (it.field == "sites" and self.elsewhere):
                continue
            tied = alone or (it.field not in COMMON and self.standards.tied(it.cell))
            annexed = it.cell.page > 1 and it.field in DAYS
            yield replace(it, strength=0 if annexed else it.strength, sure=it.sure and tied and not annexed)

    def candidates(self) -> Iterator[Candidate]:
        """Yield every possible value."""
        yield from self._unlabelled()
        far = list[tuple[Label, dict[str, Read]]]()
        for label in (it for labels in self.labels.values() for it in labels if it.field not in {"", REVISED}):
            own = self._own(label)
            if own:
                yield from self._of(label, own)
            elif self._is_alone(label):
                far.append((label, dict(self._around(label))))
        yield from self._chosen(far)

    def _of(self, label: Label, found: Read) -> Iterator[Candidate]:
        for field, value, cell, sure in found:
            asked = field == label.field or label.field in APPLICABLE
            strength = label.strength if asked else 1
            yield Candidate(field, strength, value, cell, sure and strength > 1 and not label.qualified)

    def _own(self, label: Label) -> Read:
        """Return the value behind a label in its own cell."""
        rest = label.rest
        if not rest.text:
            return ()
        if label.field in DAYS and self.labels[label.cell][-1] is label:
            return self._value(label, rest) or self._broken(label, rest)
        if label.field in DAYS or label.field in NUMBERS or label.field.startswith("soa"):
            return self._value(label, rest)
        return self._value(label, rest) if label.colon else ()

    def _broken(self, label: Label, rest: Cell) -> Read:
        """Return a day that begins at the end of a line and ends on the next."""
        goes_on = next(self._going_on(label.cell, beside=False), None)
        text = f"{rest.text} {goes_on.text[:30]}" if goes_on and len(rest.text) < 20 else ""
        return self._value(label, replace(rest, text=text))

    def _is_head(self, cell: Cell) -> bool:
        return bool(self.labels[cell]) and self.labels[cell][0].opens and not self.labels[cell][-1].rest.text

    def _of_rows(self, label: Label) -> Read:
        """Return what a table says below a label, of several rows the one of our standard."""
        own = [it for it in self.below[label.cell] if not self.standards.others or self.standards.tied(it)]
        found = [it for it in (self._value(label, cell) for cell in own) if it]
        return found[0] if len(found) == 1 else ()

    def _is_alone(self, label: Label) -> bool:
        """Tell whether nothing but its name in other languages stands in a label's cell: its value is elsewhere."""
        last = self.labels[label.cell][-1] is label
        more = label.rest.text
        naming = not any(it.isdigit() for it in more) and (not more or not label.colon)
        foreign = label.cell.text[label.end :].lstrip()[:1] in {"", "/", "(", "|", ":", ".", "…", "_", "-", "–"}
        return last and label.opens and naming and foreign and len(self.labels[label.cell]) == 1

    def _around(self, label: Label) -> Iterator[tuple[str, Read]]:
        sheet = self.sheets[label.cell.page - 1]
        right = sheet.right_of(label.cell)
        while right is not None and not any(it.isalnum() for it in right.text):
            right = sheet.right_of(right)
        if right is not None and not self._labelled(right, of=label) and not self._of_several(label, right):
            yield "right", self._value(label, _without_colon(right), beside=True)
        listed = label.cell in self.below and (label.field in DAYS or label.field in NUMBERS)
        if listed:
            yield "below", self._of_rows(label)
        if label.field == "sites" and len(self.below.get(label.cell, ())) > 1:
            return
        for name, step in (("below", 1), ("above", -1))[listed:]:
            for cell in sheet.towards(label.cell, step):
                inner = self.labels[cell]
                if name == "below" and inner and all(it.field == label.field and not it.rest.text for it in inner):
                    continue  # the same name in another language
                if not self._labelled(cell, of=label):
                    crowded = label.field in DAYS and self._days_of(cell) > 1
                    found = self._value(label, cell)
                    yield name, tuple((field, it, at, ok and not crowded) for field, it, at, ok in found)
                break

    def _days_of(self, cell: Cell) -> int:
        """Return how many cells of a line have days."""
        return sum(any(self.days.within(it.folded)) for it in self.sheets[cell.page - 1].lines[cell.line - 1])

    def _of_several(self, label: Label, right: Cell) -> bool:
        """Tell whether a label has several days beside it, of which nobody knows the one."""
        following = self.sheets[right.page - 1].right_of(right) if label.field in DAYS else None
        return following is not None and not self._labelled(following) and any(self.days.within(following.folded))

    def _labelled(self, cell: Cell, *, of: Label | None = None) -> bool:
        """Tell whether a cell is a label itself; a revision is none where a statement of applicability is asked for."""
        asks_revision = of is not None and of.field.startswith("soa")
        found = (it for it in self.labels[cell] if not (asks_revision and it.field == REVISED))
        return any(it.opens or it.colon for it in found)

    def _chosen(self, far: Sequence[tuple[Label, Mapping[str, Read]]]) -> Iterator[Candidate]:
        """Yield the value of each label on the side on which this document has its values; none where that is open."""
        options = [(label, {side: it for side, it in sides.items() if it}) for label, sides in far]
        votes = Counter(side for _label, sides in options if len(sides) == 1 for side in sides)
        claims: defaultdict[Cell, set[str]] = defaultdict(set)
        taken = list[tuple[Label, Read, bool]]()
        for label, sides in options:
            ranked = sorted((it for it in sides if it != "above" or votes["above"]), key=lambda side: -votes[side])
            if not ranked or (len(ranked) > 1 and votes[ranked[0]] == votes[ranked[1]]):
                continue
            only = len(sides) == 1 or not any(votes[side] for side in ranked[1:])
            if ranked[0] == "above" and votes["above"] <= votes["below"]:
                continue
            taken.append((label, sides[ranked[0]], only and ranked[0] != "above"))
            for _field, _value, cell, _sure in sides[ranked[0]]:
                claims[cell].add(label.field)
        for label, found, sure in taken:
            if all(len(claims[cell]) == 1 for _field, _value, cell, _sure in found):
                yield from self._of(label, tuple((field, it, cell, ok and sure) for field, it, cell, ok in found))

    def _value(self, label: Label, cell: Cell, *, beside: bool = False) -> Read:
        """Return the value that stands at the beginning of a cell, of the kind that the label asks for."""
        field = label.field
        if field in DAYS:
            return self._day(field, cell)
        if field in NUMBERS:
            return number(field, cell, self.days)
        if field.startswith("soa"):
            return soa(field, cell, self.days)
        if field == "accreditation_body":
            return tuple((field, name, at, True) for name, at in accreditors([cell]))
        own = label.rest == cell
        ended = own and label.rest_end < len(label.cell.text)
        lines = [cell, *([] if ended else self._going_on(label.cell if own else cell, beside=beside))]
        if field in TEXTS:
            whole = not ended and (beside or len(lines) == 1) and not unended(lines, self.sheets[cell.page - 1])
            return words(field, lines, sure=field == "scope" and whole and not self.elsewhere)
        named = company(lines)
        sure = named is not None and named[1] and (field == "holder") != named_certifier(named[0])
        return ((field, named[0], cell, sure),) if named else ()

    def _day(self, field: str, cell: Cell) -> Read:
        text = cell.folded
        found = list(self.days.within(text))
        if not found or not re.fullmatch(
            r"\W*(?:(?:en gec|before|by|on|dated|no later than|until) )?\W*", text[: found[0].start]
        ):
            return ()
        first = found[0]
        between = text[first.end : found[1].start] if len(found) > 1 else ""
        if field in {"issued_on", "valid_until_on"} and re.fullmatch(
            r"\s*(?:-|–|—|/|to|until|till|bis|ile|through)\s*(?:valid until\s*)?", between
        ):
            sure = first.sure and found[1].sure and field == "valid_until_on" and "/" not in between
            return (
                ("issued_on", first.day.isoformat(), cell, False),
                ("valid_until_on", found[1].day.isoformat(), cell, sure),
            )
        if len(found) > 1 and not re.search(r"[a-z(]", between):
            return ()
        return ((field, first.day.isoformat(), cell, first.sure),)

    def _going_on(self, cell: Cell, *, beside: bool) -> Iterator[Cell]:
        sheet = self.sheets[cell.page - 1]
        for below in sheet.continued(cell):
            left = [it for it in sheet.lines[below.line - 1] if it.end <= below.start]
            if (
                self._labelled(below)
                or _LABELLED.match(below.text)
                or (beside and any(self._labelled(it) for it in left))
            ):
                return
            yield below

    def _unlabelled(self) -> Iterator[Candidate]:
        """Yield what is known by its own shape: the edition, an accreditation number, who accredits, sentences."""
        for value, cell in editions(self.cells):
            yield Candidate("edition", 2, value, cell, sure=certifies(cell, self.sheets[cell.page - 1]))
        for name, value, cell in printed_number(self.cells):
            yield Candidate("body_accreditation", 1, value, cell, sure=bool(name))
            if name:
                yield Candidate("accreditation_body", 1, name, cell, sure=True)
        for value, cell in accreditors(self.cells):
            yield Candidate("accreditation_body", 1, value, cell, sure=True)
        for sheet in self.sheets:
            for field, name, cell in unlabelled(sheet):
                yield Candidate(field, 0, name, cell, sure=False)
        for cell in self.cells:
            yield from self._sentences(cell)

    def _sentences(self, cell: Cell) -> Iterator[Candidate]:
        goes_on = next(self._going_on(cell, beside=False), None)
        text = cell.folded + (f" {goes_on.folded}" if goes_on else "")
        behind, version = told_soa(text) if not (goes_on and told_soa(goes_on.folded)[0]) else ("", "")
        told = list(self.days.within(behind))
        if version:
            yield Candidate("soa_version", 1, version, cell, sure=False)
        if len(told) == 1:
            yield Candidate("soa_on", 1, told[0].day.isoformat(), cell, sure=False)
        for day in self.days.within(text):
            behind = text[day.end :]
            if day.start < len(cell.text) and re.match(r"\W*(?:tarihine|gunune) (?:kadar|dek) gecerli", behind):
                yield Candidate("valid_until_on", 1, day.day.isoformat(), cell, day.sure)


def _without_colon(cell: Cell) -> Cell:
    text = cell.text.lstrip(":.… ")
    return replace(cell, start=cell.start + len(cell.text) - len(text), text=text)


def _agreed(candidates: Iterable[Candidate]) -> Iterator[Candidate]:
    """Yield one value for each field on which the strongest labels agree; not sure where a weaker one says another."""
    for _field, rows in groupby(sorted(candidates, key=lambda it: it.field), key=lambda it: it.field):
        found = list(rows)
        strongest = max(it.strength for it in found)
        best = [it for it in found if it.strength == strongest]
        if len({_spelled(it.value) for it in best}) == 1:
            alike = [it for it in found if _spelled(it.value) == _spelled(best[0].value)]
            disputed = any(it.strength or it.field in DAYS for it in found if it not in alike)
            yield replace(best[0], sure=any(it.sure for it in alike) and not disputed)


def _spelled(value: str) -> str:
    return re.sub(r"[\W_]+", "", folded(value))


def _in_cycle(found: dict[str, Candidate]) -> dict[str, Candidate]:
    """Return what was found; days that cannot stand beside each other are not sure."""
    days = {field: date.fromisoformat(found[field].value) for field in DAYS if field in found}
    for early, late in IN_ORDER:
        if early in days and late in days and days[early] > days[late]:
            found |= {field: replace(found[field], sure=False) for field in (early, late)}
    issued, ends = days.get("issued_on"), days.get("valid_until_on")
    if issued and ends and (ends - issued).days > LONGEST_DAYS:
        found |= {field: replace(found[field], sure=False) for field in ("issued_on", "valid_until_on")}
    return {field: found[field] for field in FIELDS if field in found}


def _quotes(drawn: Sequence[Sheet]) -> Iterator[tuple[int, int, str]]:
    for sheet in drawn:
        for line in sheet.lines:
            if line:
                yield line[0].page, line[0].line, "  ".join(it.text for it in line)[:300]
