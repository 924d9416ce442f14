"""Damaged evidence is refused, and never brings the verifier down."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from kep_gateway.evidence.facts import Proven
from kep_gateway.tests.evidence import genuine  # noqa: F401  # it fills the corpus
from kep_gateway.tests.evidence.corpus import GENUINE, judged, made

ROUNDS = 8
"""How often each genuine piece is damaged."""


def damaged(data: bytes, chance: Random) -> bytes:
    """Flip bits, cut off, take out or double a piece."""
    kind, at = chance.randrange(4), chance.randrange(len(data))
    if kind == 0:
        return data[:at]
    if kind == 1:
        return data[:at] + data[at + 1 + chance.randrange(40) :]
    if kind == 2:
        return data[:at] + data[max(0, at - 30) : at] + data[at:]
    flipped = bytearray(data)
    for _ in range(1 + chance.randrange(3)):
        flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(flipped)


def test_damage_is_refused_and_never_brings_the_verifier_down():
    """Where a byte that nothing signs was hit (a mail's header, a blank), the same is proven as before; else nothing."""
    chance = Random(532)
    for name in GENUINE:
        item, proven = made(name), judged(made(name))
        for _ in range(ROUNDS):
            said = judged(replace(item, data=damaged(item.data, chance)))
            assert said == proven or not isinstance(said, Proven), name


def test_most_damage_is_to_something_signed():
    chance, item = Random(40), made("record 40")
    said = [judged(replace(item, data=damaged(item.data, chance))) for _ in range(200)]
    assert sum(1 for it in said if isinstance(it, Proven)) < 20
