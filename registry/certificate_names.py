"""Names of companies on certificates: the holder's and the certification body's. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from registry.certificate_layout import Cell, Sheet, folded
from registry.certificate_words import CERTIFIER, COMPANY, whole

LONGEST_LINES = 3
_ENDS = re.compile(rf"(?<![a-z0-9])(?:{COMPANY})(?=$|[\s,;:.)'’–-])")
_ONLY_ENDS = re.compile(rf"(?:sanayi|san\.?|ve|&|dis|ic|ticaret|tic\.?|{COMPANY}|[\s.,])+")
_LEAD = re.compile(
    r"\W*(?:(?:isbu|bu) (?:belge|sertifika)(?: ile| ile,)?|.*\b(?:certif(?:y|ies)|confirms?|attests?) that"
    r"(?: the (?:information security )?management system of)?(?: the organi[sz]ation)?|.*\b(?:awarded|issued"
    r"|granted) to)\W*"
)


def company(lines: Sequence[Cell]) -> tuple[str, bool] | None:
    """Return the company's name that some lines begin with, and whether it is sure that nothing of it is missing.

    A name of several lines is read to where such names end; one line that ends otherwise is taken, not sure, where it
    stands alone.
    """
    said = ""
    for cell in lines[:LONGEST_LINES]:
        said = f"{said} {cell.text}".strip()
        end = _end(said)
        if end:
            rest = said[end:].lstrip()
            return (said[:end].strip(" ,;"), True) if rest[:1] in {"", ",", ";", "-", "–", "(", "/"} else None
    first = lines[0].text.strip(" ,;.")
    legible = sum(it.isalpha() for it in first) > 2 and not any(it.isdigit() for it in first)  # two letters are no name
    return (first, False) if len(lines) == 1 and legible else None


def unlabelled(sheet: Sheet) -> Iterator[tuple[str, str, Cell]]:
    """Yield the fields `holder` or `body`, a company's name on a line of its own, and where: never sure.

    A name whose beginning may stand on the line above is left out.
    """
    for cell in sheet.cells():
        lead = _LEAD.match(cell.folded)
        at = lead.end() if lead else 0
        text, above = cell.text[at:], next(sheet.towards(cell, -1), None)
        if _ONLY_ENDS.fullmatch(folded(text)) or not text[:1].isupper():
            continue
        end, goes_on = _end(text), above is not None and above.line == cell.line - 1 and _like_a_name(above.text)
        if end and not (goes_on and not lead) and len(text[end:].split()) <= 1:
            name = text[:end].strip(" ,;")
            yield "body" if whole(CERTIFIER).search(folded(name)) else "holder", name, cell


def _end(said: str) -> int:
    """Return where the last company's ending in a text ends, its point included; 0 where there is none."""
    ends = list(_ENDS.finditer(folded(said)))
    if not ends or _ONLY_ENDS.fullmatch(folded(said)):
        return 0
    end = ends[-1].end()
    return end + 1 if said[end : end + 1] == "." else end


def _like_a_name(text: str) -> bool:
    """Tell whether a line may be the beginning of a name: words in capitals, without a colon."""
    found = [word for word in text.split() if word[:1].isalpha()]
    return bool(found) and all(word[:1].isupper() for word in found) and ":" not in text
