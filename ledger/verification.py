"""Reading the whole history again: every Step, chain, seal, and what the rows say of themselves."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

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


def altered_keys(step: Step, dossier_number: str, previous: str | None) -> tuple[str, ...]:
    """Return the keys in which a Step differs from what was written; empty when it is whole.

    `previous` is the digest of the Step before it, None where that Step is missing.
    """
    shown = chain.content_of(step, dossier_number)
    if chain.digest(step.canonical) == step.digest:
        keys = _differing(shown, step.canonical)
    elif chain.digest(chain.canonical(shown)) == step.digest:
        keys = ["canonical"]
    else:
        keys = [*_differing(shown, step.canonical), "digest"]
    if chain.mac(step.digest) != step.mac:
        keys.append("mac")
    if previous is not None and step.previous != previous and "previous" not in keys:
        keys.append("previous")
    return tuple(keys)


def _differing(shown: dict[str, Any], canonical: str) -> list[str]:
    """Return the keys whose spelling differs; compared as text, for Python holds 1 and True to be equal."""
    try:
        written = json.loads(canonical)
    except json.JSONDecodeError:
        written = None
    if not isinstance(written, dict):
        return ["canonical"]
    spelt = {key: chain.canonical({key: value}) for key, value in written.items()}
    keys = shown.keys() | written.keys()
    return sorted(k for k in keys if k not in shown or spelt.get(k) != chain.canonical({k: shown[k]}))


def steps() -> Iterator[Finding]:
    """Check every Step against its canonical text and its neighbours, and each dossier's head."""
    heads: dict[int, tuple[int, str]] = {}
    rows = Step.objects.select_related("dossier").order_by("dossier_id", "n").iterator(chunk_size=2000)
    for dossier_id, group in groupby(rows, key=lambda step: step.dossier_id):
        before: str | None = ""
        expected = 1
        for step in group:
            number = step.dossier.number
            if step.n > expected:
                yield Finding(f"Step {number}/{expected}", ("missing",))
                before = None
            if keys := altered_keys(step, number, before):
                yield Finding(f"Step {number}/{step.n}", keys)
            before, expected = step.digest, step.n + 1
        heads[dossier_id] = (expected - 1, before or "")
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
        for number, head_n, digest in _sealed_heads(seal):
            if not Step.objects.filter(dossier__number=number, n=head_n, digest=digest).exists():
                yield Finding(f"Dossier {number}", (f"sealed head {head_n}",))


def _sealed_heads(seal: Seal) -> Iterator[tuple[str, int, str]]:
    """Yield the heads that a seal holds; what has no such shape was not sealed, and the seal's digest tells of it."""
    for number, head in seal.heads.items() if isinstance(seal.heads, dict) else ():
        match head:
            case [int(head_n), str(digest)]:
                yield number, head_n, digest


CHECKS: list[Check] = [steps, seals]
"""Rooms above add their own stored evidence (the public list) in `apps.py`."""


def verify() -> Iterator[Finding]:
    """Yield everything in the whole history that is not as it was written, first altered row first."""
    for check in CHECKS:
        yield from check()
