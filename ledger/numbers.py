"""Numbers without gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from law.clock import legal_day
from ledger.models import Counter, Dossier, DossierKind

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Firm


def next_number(series: str, year: int) -> int:
    """Return the next number of a yearly series, from 1. Rolled back with its transaction, so the series has no gap."""
    Counter.objects.get_or_create(series=series, year=year)
    counter = Counter.objects.select_for_update().get(series=series, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def close_dossier(dossier: Dossier, *, at: datetime) -> None:
    """Note, inside the act that ends a matter, that it is over; how long its records are kept counts from here."""
    dossier.closed_at = at
    dossier.save(update_fields=["closed_at"])


def open_dossier(kind: DossierKind, *, firm: Firm | None, at: datetime, shown: bool = True) -> Dossier:
    """Open a dossier with the next number of its kind, e.g. `BSV-2026-000012`; one not `shown` is its firm's alone."""
    year = legal_day(at).year
    number = f"{kind.value}-{year}-{next_number(kind.value, year):06d}"
    return Dossier.objects.create(number=number, kind=kind, firm=firm, opened_at=at, shown_at=at if shown else None)
