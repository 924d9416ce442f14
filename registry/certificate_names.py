"""Names of companies on certificates: the holder's and the certification body's. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from registry.certificate_layout import Cell, Sheet, folded
from registry.certificate_words import CERTIFIER, COMPANY, whole

LONGEST_LINES = 3
_ENDS = re.compile(rf"(?<![a-z0-9])(?:{COMPANY})(?=$|[\s,;:.)'’–-])")
_ONLY_ENDS = re.compile(rf"(?:sanayi|san\.?|ve|&|dis|ic|ticaret|tic\.?|{COMPANY}|[\s.,])+")
_TAIL = re.compile(rf"(?:sirketi|{COMPANY})(?=$|[\s,;:.)])")
_BY = re.compile(r".*\b(?:awarded|issued|granted|certified) by |.*\bon behalf of(?: the)? ")
"""Before the name of who certifies."""
_SELF = r"(?:hereby )?(?:certifies|confirms|attests|bescheinigt|is accredited)\b"
"""Behind the name of who certifies."""
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
    if first[:1].islower():
        return None
    legible = sum(it.isalpha() for it in first) > 2 and not any(it.isdigit() for it in first)  # two letters are no name
    return (first, False) if len(lines) == 1 and legible else None


def unlabelled(sheet: Sheet) -> Iterator[tuple[str, str, Cell]]:
    """Yield the fields `holder` or `body`, a company's name on a line of its own, and where: never sure.

    A name whose beginning may stand on the line above is left out.
    """
    for cell in sheet.cells():
        by = _BY.match(cell.folded)
        led = by or _LEAD.match(cell.folded)
        text, above = cell.text[led.end() if led else 0 :], next(sheet.towards(cell, -1), None)
        if _ONLY_ENDS.fullmatch(folded(text)) or not text[:1].isupper():
            continue
        spoken = re.search(rf" {_SELF}", folded(text))
        name = text[: _end(text[: spoken.start()] if spoken else text)]
        begun = above is not None and above.line == cell.line - 1 and _may_go_on(above.text, name)
        behind = text[len(name) :].split()
        if name and ":" not in name and (led or not begun) and (spoken or len(behind) <= 1):
            is_body = by or spoken or certifies(name)
            yield "body" if is_body else "holder", _gone_on(name, cell, sheet).strip(" ,;"), cell


def certifies(name: str) -> bool:
    """Tell whether a name says that its bearer certifies others."""
    return whole(CERTIFIER).search(folded(name)) is not None


def _gone_on(name: str, cell: Cell, sheet: Sheet) -> str:
    """Return a name at the end of a line with the ending that stands at the beginning of the next."""
    below = next(sheet.continued(cell), None) if cell.text.endswith(name) else None
    ending = _TAIL.match(below.folded) if below else None
    return f"{name} {below.text[: ending.end()]}" if below and ending else name


def _end(said: str) -> int:
    """Return where the last company's ending in a text ends, its point included; 0 where there is none."""
    ends = list(_ENDS.finditer(folded(said)))
    if not ends or _ONLY_ENDS.fullmatch(folded(said)):
        return 0
    end = ends[-1].end()
    return end + 1 if said[end : end + 1] == "." else end


def _may_go_on(text: str, name: str) -> bool:
    """Tell whether a name may begin on the line above: its last word has a capital, and nothing ends or introduces it.

    What certifies others stands above a name that does not.
    """
    if certifies(text) and not certifies(name):
        return False
    found = [word for word in text.split() if word[:1].isalpha()]
    return bool(found) and found[-1][:1].isupper() and ":" not in text and text.rstrip()[-1:] not in ".,;)"
