"""What a renewal that came in, or its judgement, does to a lapse that waits for it."""

from __future__ import annotations

from datetime import datetime

from ledger.acts import Rule
from registry.actions.hold_lapse import hold_lapse, obstacles
from registry.models import Integrator

RENEWAL = Rule("renewal")


def hold_or_let_go(integrator: Integrator, at: datetime) -> None:
    """Hold, or let go, what a firm's renewal or an officer's judgement changed, inside that act."""
    if not any(obstacles(integrator, at=at)):
        hold_lapse(integrator.pk, by=RENEWAL, at=at)
