"""The daily seal: what makes a cut-off tail visible."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from law.clock import legal_day
from ledger import chain
from ledger.models import Dossier, Seal


def seal_due(at: datetime) -> bool:
    """Tell whether the legal day of `at` has no seal yet."""
    last = Seal.objects.order_by("n").last()
    return last is None or legal_day(last.sealed_at) < legal_day(at)


def seal(at: datetime) -> Seal | None:
    """Seal the heads of all dossiers that moved since the last seal; None where nothing moved."""
    with transaction.atomic():
        last = Seal.objects.select_for_update().order_by("n").last()
        known = sealed_heads()
        moved = {
            number: [n, digest]
            for number, n, digest in Dossier.objects.filter(head_n__gt=0).values_list("number", "head_n", "head_digest")
            if known.get(number, [0])[0] != n
        }
        if not moved:
            return None
        new = Seal(n=last.n + 1 if last else 1, sealed_at=at, heads=moved, previous=last.digest if last else "")
        new.digest = chain.digest(text_of(new))
        new.mac = chain.mac(new.digest)
        new.save(force_insert=True)
        return new


def sealed_heads() -> dict[str, list[int | str]]:
    """Return the newest sealed head of every dossier, `{number: [n, digest]}`."""
    known: dict[str, list[int | str]] = {}
    for row in Seal.objects.order_by("n"):
        known.update(row.heads)
    return known


def text_of(seal: Seal) -> str:
    """Return the canonical text that a seal's digest is made of."""
    return chain.canonical(
        {"n": seal.n, "sealed_at": chain.instant(seal.sealed_at), "heads": seal.heads, "previous": seal.previous}
    )
