"""Firm codes: ten random characters and one that catches a slip of the hand.

With weights 2^i modulo 33 every weight, and every difference of neighbouring weights, has no factor in common with 33:
each single substitution and each transposition of neighbours changes the sum.
"""

import secrets

ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTVWXYZ"
LENGTH = 11
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(2, place, 33) for place in range(LENGTH))


def make() -> str:
    """Return a new code. Whoever gives it sees to it that it was never given before."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    # the last weight is 2^10 = 1 modulo 33, so the check character is simply what is missing
    return body + ALPHABET[-_sum(body) % 33]


def valid(code: str) -> bool:
    """Tell whether a text can be a code of ours; codes that the ministry gave before follow no rule."""
    return len(code) == LENGTH and all(character in _VALUES for character in code) and _sum(code) % 33 == 0


def _sum(text: str) -> int:
    return sum(weight * _VALUES[character] for weight, character in zip(_WEIGHTS, text, strict=False))
