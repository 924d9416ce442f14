"""Turkish letters: one key to search by and one to sort by."""

import unicodedata
from functools import lru_cache

from ledger.text import one_line

ALPHABET = "abcçdefgğhıijklmnoöprsştuüvyz"
LONGEST_KEY = 300
_PLACE = {letter: chr(0x100 + 2 * place) for place, letter in enumerate(ALPHABET)}
# q, w and x are no Turkish letters; they sort behind the letter they follow elsewhere
_PLACE |= {"q": chr(0x100 + 2 * ALPHABET.index("p") + 1), "w": chr(0x100 + 2 * ALPHABET.index("v") + 1)}
_PLACE |= {"x": chr(0x100 + 2 * ALPHABET.index("v") + 1) + "\u0001"}
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
def sort_key(text: str) -> str:
    """Return a key by which plain string order is Turkish dictionary order."""
    return "".join(_PLACE.get(letter, letter) for letter in lower(unicodedata.normalize("NFC", text)))


def upper(text: str) -> str:
    """Return the Turkish upper case of a text: i becomes İ, ı becomes I."""
    return text.translate(_UPPER).upper()
