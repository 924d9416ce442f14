"""What a renewal that came in, or its judgement, does to a lapse that waits for it."""

from __future__ import annotations

from datetime import datetime

from ledger.acts import Rule
from registry.actions.hold_lapse import hold_lapse, obstacles
from registry.due import held
from registry.models import Integrator

RENEWAL = Rule("renewal")


def hold_or_let_go(integrator: Integrator, at: datetime) -> None:
    """Hold, or let go, what a firm's renewal or an officer's judgement changed, inside that act.

    What fell due before it is recorded first: a renewal after an end holds nothing, and is kept all the same.
    """
    found = held(integrator.pk, at)
    if not any(obstacles(found, at=at)):
        hold_lapse(found.pk, by=RENEWAL, at=at)
