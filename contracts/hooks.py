"""When a firm may not ask for the agreement anew: the rooms above say so of their dossiers, in `apps.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from ledger.errors import Obstacle

if TYPE_CHECKING:
    from ledger.models import Dossier

closed_dossiers: list[Callable[[Dossier], Iterable[Obstacle]]] = []


def closed_now(dossier: Dossier) -> Iterator[Obstacle]:
    """Yield why the firm changes nothing in a dossier now."""
    for closed in closed_dossiers:
        yield from closed(dossier)
