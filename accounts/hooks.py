"""What is known of a firm in the rooms above; they fill this in `apps.py`, and ending or merging a firm asks it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from accounts.models import Firm
from ledger.errors import Obstacle

FirmFacts = Callable[[Firm], Iterable[Obstacle]]

firm_facts: list[FirmFacts] = []


def known_of(firm: Firm) -> Iterator[Obstacle]:
    """Yield everything that keeps a firm from ending: open applications, a standing as integrator."""
    for facts in firm_facts:
        yield from facts(firm)
