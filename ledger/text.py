"""Text that people write: without characters that nobody sees and that no paper, feed or database can carry."""

from __future__ import annotations

import unicodedata

_CONTROLS = {*range(0x20), *range(0x7F, 0xA0)} - {*map(ord, "\t\n")}
_DIRECTIONS = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
"""Marks that turn the text after them round. Letters know their own direction, so right-to-left names need none."""
_NOTHING = {0x180E, 0x200B, 0x2060, 0xFEFF}
"""Characters without width. The two joiners stay: Persian and Indic names are misspelled without them."""
_NONCHARACTERS = {*range(0xFDD0, 0xFDF0), *(plane << 16 | last for plane in range(17) for last in (0xFFFE, 0xFFFF))}
_SURROGATES = set(range(0xD800, 0xE000))
_GONE = dict.fromkeys(_CONTROLS | _DIRECTIONS | _NOTHING | _NONCHARACTERS | _SURROGATES)
_ENDS_OF_LINES = dict.fromkeys((0x2028, 0x2029), "\n")
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")
"""Fillers of Hangul: letters by their class, blank on paper."""


def clean(text: str) -> str:
    """Return a text in one normal form (NFC), its lines ended by newlines, without what nobody sees."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(_ENDS_OF_LINES)
    return unicodedata.normalize("NFC", lines.translate(_GONE))


def one_line(text: str) -> str:
    """Return a name or title: clean, on one line, single-spaced."""
    return " ".join(clean(text).split())


def legible(name: str) -> bool:
    """Tell whether anybody could read a name: it has a letter or a digit of some script."""
    return any(unicodedata.category(it)[0] in "LN" and it not in _BLANK_LETTERS for it in clean(name))
