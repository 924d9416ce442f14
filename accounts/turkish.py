"""Turkish letters: one key to search by and one to sort by."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from ledger.text import one_line

ALPHABET = "abcçdefgğhıijklmnoöpqrsştuüvwxyz"
"""The Turkish letters in their order; q, w and x, which are none, stand where they stand elsewhere."""
LONGEST_KEY = 300
LONGEST_SORT_KEY = 2400
"""Bytes: what an index of PostgreSQL has room for; no name of 300 characters without ligatures needs more."""
_PLACE = {letter: bytes([0x20 + place]) for place, letter in enumerate(ALPHABET)}
_PLACE |= {digit: bytes([0x10 + int(digit)]) for digit in "0123456789"}
_GAP, _FOREIGN = b"\x01", b"\xff"
_SILENT = frozenset("'`\u00b4\u02bc\u2018\u2019")
"""Apostrophes, as keyboards make them."""
_LOWER = str.maketrans({"İ": "i", "I": "ı"})
_UPPER = str.maketrans({"i": "İ", "ı": "I"})


def lower(text: str) -> str:
    """Return the Turkish lower case of a text: İ becomes i, I becomes ı."""
    return text.translate(_LOWER).lower()


def search_key(text: str) -> str:
    """Return what two spellings of one name share: Turkish lower case, marks dropped, ı as i, single spaces."""
    plain = unicodedata.normalize("NFKD", lower(unicodedata.normalize("NFC", text)))
    letters = "".join(c for c in plain if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return " ".join(letters.replace("ı", "i").split())


def name_key(name: str) -> str:
    """Return the search key of a firm's name as its row keeps it: folding may lengthen a name beyond its column."""
    return search_key(one_line(name))[:LONGEST_KEY].rstrip()


@lru_cache(maxsize=8192)
def sort_key(text: str) -> bytes:
    """Return a key of bytes whose order is that of a Turkish dictionary, on every database and in Python alike.

    Words come before letters: digits, then the alphabet, then other scripts. Case, marks that make no Turkish letter
    and apostrophes count for nothing, other signs part words; where all of that is alike, the spelling decides.
    """
    name = unicodedata.normalize("NFC", text)
    words = "".join(_heard(lower(name))).split()
    primary = _GAP.join(b"".join(map(_place, word)) for word in words)
    return (primary + b"\x00" + name.encode("utf-8", "surrogatepass"))[:LONGEST_SORT_KEY]


def _heard(text: str) -> Iterator[str]:
    """Yield what of a lower-case text counts in the order: Turkish letters whole, others without their marks."""
    for character in unicodedata.normalize("NFKC", text):
        if character in _PLACE:
            yield character
        elif character not in _SILENT:
            for part in unicodedata.normalize("NFKD", character):
                if unicodedata.category(part)[0] in "LN":
                    yield part
                elif not unicodedata.combining(part):
                    yield " "


def _place(character: str) -> bytes:
    return _PLACE.get(character) or _FOREIGN + ord(character).to_bytes(3, "big")


def upper(text: str) -> str:
    """Return the Turkish upper case of a text: i becomes İ, ı becomes I."""
    return text.translate(_UPPER).upper()
