"""Damaged evidence is refused, and never brings the verifier down."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from bench.evidence.corpus import GENUINE, judged, made
from kep_gateway.evidence.claims import read_claim
from kep_gateway.evidence.facts import Proven, Unproven

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


def test_a_number_longer_than_a_row_keeps_is_malformed():
    names = ("tarih", "kephs", "mesajId", "referans", "gonderen", "alici", "ozetAlgoritmasi", "ozet")
    rest = "".join(f"<{name}>2026-03-13T12:00:00+03:00</{name}>" for name in names)

    def record(number: str) -> bytes:
        return f"<delil><delilId>{number}</delilId><delilTurId>40</delilTurId>{rest}</delil>".encode()

    assert read_claim(record("9" * 200)).reference == "9" * 200
    with pytest.raises(Unproven) as unproven:
        read_claim(record("9" * 201))
    assert unproven.value.codes == ("malformed",)
