"""Reading the whole history again: every Step, chain, seal, and what the rows say of themselves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from ledger import chain
from ledger.models import Dossier, Seal, Step
from ledger.seals import text_of


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was written: which row, and which keys differ."""

    row: str
    keys: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.row}: {', '.join(self.keys)}"


Check = Callable[[], Iterator[Finding]]


def altered_keys(step: Step, dossier_number: str, previous: str) -> tuple[str, ...]:
    """Return the keys in which a Step differs from what was written; empty when it is whole."""
    try:
        written = json.loads(step.canonical)
    except json.JSONDecodeError:
        return ("canonical",)
    shown = chain.content_of(step, dossier_number)
    keys = [key for key in sorted(shown.keys() | written.keys()) if shown.get(key) != written.get(key)]
    if chain.digest(step.canonical) != step.digest:
        keys.append("digest")
    if chain.mac(step.digest) != step.mac:
        keys.append("mac")
    if step.previous != previous and "previous" not in keys:
        keys.append("previous")
    return tuple(keys)


def steps() -> Iterator[Finding]:
    """Check every Step against its canonical text and its neighbours, and each dossier's head."""
    heads: dict[int, tuple[int, str]] = {}
    rows = Step.objects.select_related("dossier").order_by("dossier_id", "n").iterator(chunk_size=2000)
    for dossier_id, group in groupby(rows, key=lambda step: step.dossier_id):
        previous, expected = "", 1
        for step in group:
            keys = altered_keys(step, step.dossier.number, previous)
            if step.n != expected:
                keys = (f"missing n={expected}", *keys)
            if keys:
                yield Finding(f"Step {step.dossier.number}/{step.n}", keys)
            previous, expected = step.digest, step.n + 1
        heads[dossier_id] = (expected - 1, previous)
    for dossier in Dossier.objects.order_by("pk").iterator():
        if heads.get(dossier.pk, (0, "")) != (dossier.head_n, dossier.head_digest):
            yield Finding(f"Dossier {dossier.number}", ("head",))


def seals() -> Iterator[Finding]:
    """Check every seal, and that each sealed head still stands in its dossier."""
    previous = ""
    for n, seal in enumerate(Seal.objects.order_by("n"), start=1):
        keys = [
            key
            for key, wrong in {
                "n": seal.n != n,
                "digest": chain.digest(text_of(seal)) != seal.digest,
                "mac": chain.mac(seal.digest) != seal.mac,
                "previous": seal.previous != previous,
            }.items()
            if wrong
        ]
        if keys:
            yield Finding(f"Seal {seal.n}", tuple(keys))
        previous = seal.digest
        for number, (head_n, digest) in seal.heads.items():
            if not Step.objects.filter(dossier__number=number, n=head_n, digest=digest).exists():
                yield Finding(f"Dossier {number}", (f"sealed head {head_n}",))


CHECKS: list[Check] = [steps, seals]
"""Rooms above add their own stored evidence (the public list) in `apps.py`."""


def verify() -> Iterator[Finding]:
    """Yield everything in the whole history that is not as it was written, first altered row first."""
    for check in CHECKS:
        yield from check()
