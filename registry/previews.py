"""What both persons see before the second one says yes: the list before and after, the letter, who gets it.

Holds no instants: a preview made on one day must say the same when it is approved on another.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from kep_gateway.letters import Text
from registry.hooks import consequences_of
from registry.lifecycle import Standing
from registry.models import Ground, Integrator
from registry.queries import facts_of, ground_facts, standing_of
from registry.standing import standing


def previewed(
    integrator: Integrator, text: Text, *, after: Standing, at: datetime, ground: str | None = None
) -> dict[str, Any]:
    """Return the preview of an act that changes the standing."""
    before = standing_of(integrator, at)
    return {
        "firm": integrator.firm.legal_name,
        "list": {"before": before.value, "after": after.value, "ground": ground},
        "letter": text.shown,
        "recipients": text.recipients(at),
        "consequences": consequences_of(integrator, at) if after == Standing.PASSIVE else [],
    }


def standing_without(integrator: Integrator, ground: Ground, at: datetime) -> Standing:
    """Return what the standing would be if one ground were absent."""
    facts = facts_of(integrator)
    absent = ground_facts(ground)
    return standing(replace(facts, grounds=tuple(it for it in facts.grounds if it != absent)), at)
