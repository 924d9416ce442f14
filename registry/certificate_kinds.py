"""Values by their kind: numbers, editions, texts, statements of applicability. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from registry.certificate_days import Days
from registry.certificate_layout import Cell, Sheet, folded
from registry.certificate_words import ACCREDITORS, APPLICABLE, LIKELY_NUMBERS, NUMBERS, whole

Read = tuple[tuple[str, str, Cell, bool], ...]
"""Fields with their values, where each stands and whether it is sure; empty where the words are of another kind."""

_NUMBER = re.compile(r"[^\W_][^\s]*(?: ?[/–·-] ?[^\s]+| (?=[^\s]*\d)[A-Z0-9][^\s]*)*(?P<letters> [A-Z]{1,4})?")
_AFTERWARDS = re.compile(r"(?:rev(?:ision|izyon)?|sayfa|page|issue|surum| (?:and|which|ve|und|ile))\b.*", re.IGNORECASE)
_OF_THE_STANDARD = re.compile(r"iso|iec|27001 ?[:/-] ?20\d\d|(?:\W|^)27001$", re.IGNORECASE)
_STANDARD = re.compile(r"(?<![a-z])27001\s*[:\-–/]\s*(?P<year>20\d\d)(?!\d)|(?<![a-z])27001 (?P<bare>20\d\d)(?!\d)")
_BEFORE = re.compile(r"(?:yerine|onceki|eski|replac|supersed|former|previous|transition|gecis|instead)")
EDITIONS = {"2013": "2013", "2017": "2017", "2022": "2022", "2023": "2022"}
"""The year behind 27001, and which edition of ours it names; EN 27001 of 2023 is the text of 2022."""
_VERSION = re.compile(
    r"(?<![a-z])(?:v|ver|version|versiyon|surum|rev|revizyon|revision|issue)\.?(?: ?(?:no"
    r"|nr))?\.? ?[:.]? ?(\d+(?:[.-]\d+)*)"
)
_VERSION_BEHIND = re.compile(
    r"(?<![\d.])(\d{1,3}(?:\.\d+)*)\.? (?:numarali |no'?lu )?(?:surum|versiyon|revizyon)(?:lu)?(?![a-z])"
)
_APPLIED = whole(APPLICABLE)
_ACCORDING = re.compile(
    r"[\s.,;(–-]*(?:(?:this is )?in (?:accordance|line|conformity) with|according to|as per|per|gemass|nach"
    r"|as defined in)?[\s,]*(?:the )?(?:(?:current )?version of the )?$"
)
_ACCORDING_TO = re.compile(r"[\s.,;(–-]+(?:in accordance with|according to|as per|per|gemass)(?: the)?$")
_UNACCREDITED = re.compile(
    r"not (?:\w+ )?accredited|(?:non|un)-?accredited|outside|disinda|degil|olmayan|former|onceki|previous"
)
_LISTED = re.compile(r"\s*\d{1,2}[.)]\s+(?=\D|\d+\D)")
_UNENDED = re.compile(r"(?:[,;:&/–-]|\b(?:ve|ile|veya|and|or|of|the|for|in|to|und|oder|fur|icin))$")
_LETTERS = 3
_LONGEST = 2000


def number(field: str, cell: Cell, days: Days) -> Read:
    """Return a number that a cell begins with: letters and figures, at least one figure, no day and no sentence."""
    text = _AFTERWARDS.sub("", cell.text.split(",")[0].split(";")[0]).strip(" .-–/|")
    plain = _NUMBER.fullmatch(text)
    if (
        not plain
        or not any(it.isdigit() for it in text)
        or len(text) > 40
        or any(days.within(cell.folded[: len(text) + 1]))
        or len(re.sub(r"\W", "", text)) < _LETTERS
    ):
        return ()
    if ("27001" in text and _OF_THE_STANDARD.search(text)) or len(re.findall(r"\w\S*", text)) > 4:
        return ()
    return ((field, text, cell, not plain["letters"]),)


def printed_number(cells: Iterable[Cell]) -> Iterator[tuple[str, str, Cell]]:
    """Yield who accredits by an accreditation number that is known by its shape, empty where that is a guess."""
    for cell in cells:
        for name, pattern in (*NUMBERS.items(), ("", LIKELY_NUMBERS)):
            for it in whole(pattern).finditer(cell.folded):
                yield name, cell.text[it.start() : it.end()], cell


def accreditors(cells: Iterable[Cell]) -> Iterator[tuple[str, Cell]]:
    """Yield the accreditation bodies that are named, by the name under which they are known."""
    for cell in (it for it in cells if not _UNACCREDITED.search(it.folded)):
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
    listed = sum(_LISTED.match(cell.text) is not None for cell in lines) > 1
    parts = [_LISTED.sub("\n", cell.text, count=1) if listed else cell.text for cell in lines]
    said = re.sub(r" ?\n", "\n", " ".join(parts)).strip(" ,;\n")
    if len(said) > _LONGEST:
        return ()
    text = within_scope(said) if field == "scope" else said
    sure = sure and text == said
    if sum(it.isalpha() for it in text) < _LETTERS:
        return ()
    return ((field, text, lines[0], sure),)


def within_scope(text: str) -> str:
    """Return a scope without what it says of the statement of applicability at its end."""
    plain = folded(text)
    named = _APPLIED.search(plain)
    lead = _ACCORDING.search(plain[: named.start()]) if named else None
    lead = lead or _ACCORDING_TO.search(plain)
    return text[: lead.start()] if lead else text


def unended(lines: Sequence[Cell], sheet: Sheet) -> bool:
    """Tell whether a text may go on after its last line: by its last word, or by what stands below."""
    last = lines[-1]
    below = next(sheet.towards(last, 1), None)
    goes_on = below is not None and (below.text[:1].islower() or (below.text.isupper() and last.text.isupper()))
    return goes_on or _UNENDED.search(last.folded) is not None


def told_soa(text: str) -> tuple[str, str]:
    """Return what a running, folded text says right behind a statement of applicability, and a version it names."""
    named = _APPLIED.search(text)
    behind = re.split(r"[;]|\.(?:\s|$)", text[named.end() :])[0][:70] if named else ""
    version = _VERSION.search(behind)
    return behind, version[1] if version else ""


def soa(field: str, cell: Cell, days: Days) -> Read:
    """Return the version and the day of a statement of applicability, whichever a cell says."""
    found, text = list(days.within(cell.folded)), cell.folded
    named = None if field == "soa_on" else _VERSION.search(text) or _VERSION_BEHIND.search(text)
    read = list[tuple[str, str, Cell, bool]]()
    if named:
        read.append(("soa_version", named[1], cell, True))
    elif field == "soa_version" or (found and found[0].start > 0):
        bare = re.fullmatch(r"(\d{1,2}(?:[.-]\d{1,3}){0,2})(?:[ ,/–-].*)?", text)
        if bare and not (found and found[0].start == 0):
            read.append(("soa_version", bare[1], cell, True))
    if len(found) == 1:
        read.append(("soa_on", found[0].day.isoformat(), cell, found[0].sure))
    return tuple(read)
