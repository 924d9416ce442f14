"""What somebody searches for, in the spellings in which columns may hold it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from accounts.turkish import LONGEST_KEY, name_key, search_key
from ledger.text import one_line

_NUMBER = re.compile(r"(?:E-.+-)?(\d{1,9})", re.IGNORECASE)
"""A letter's number as it stands on paper, of whichever unit and file plan, or bare."""


def _spellings() -> Mapping[str, str]:
    """Return an expression for each folded letter and digit that finds all which the search key takes for it."""
    alike = defaultdict[str, str](str)
    for letter in filter(str.isalnum, map(chr, range(0x30, 0x250))):
        alike[search_key(letter)] += letter
    return {" ": r"\s+", **{folded: f"[{letters}]" for folded, letters in alike.items()}}


_SPELLINGS = _spellings()


@dataclass(frozen=True)
class Asked:
    """What is searched for: on one line as it was written, and folded as firms' names are kept."""

    words: str
    key: str

    @property
    def compact(self) -> str:
        """The words as a code or number is stored, however it was copied."""
        return "".join(letter for letter in self.words.upper() if letter.isascii() and letter.isalnum())

    @property
    def folded(self) -> str:
        """The key as an expression that finds every spelling of it in a column which keeps no key."""
        return "".join(_SPELLINGS.get(letter) or re.escape(letter) for letter in self.key)

    @property
    def number(self) -> int | None:
        """The letter's number that the words are, or None."""
        found = _NUMBER.fullmatch(self.words)
        return int(found[1]) if found else None


def asked_for(query: str) -> Asked | None:
    """Return what a query asks for; None where nothing is left that could be searched for."""
    words = one_line(query)[:LONGEST_KEY].rstrip()
    key = name_key(words)
    return Asked(words, key) if key else None
