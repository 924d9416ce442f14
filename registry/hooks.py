"""What rooms above know of an integrator; they fill this in `apps.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from ledger.errors import Obstacle
from registry.lifecycle import Standing
from registry.models import Integrator

Consequence = Callable[[Integrator, Standing, datetime], Iterable[str]]

consequences: list[Consequence] = []
"""Each yields Turkish sentences: what would follow if the standing became this one. Shown in previews.

They name no day that is counted from today, so that an approval on another day finds the same sentences.
"""


def consequences_of(integrator: Integrator, after: Standing, at: datetime) -> list[str]:
    """Return all that would follow if the standing became `after`."""
    return [sentence for known in consequences for sentence in known(integrator, after, at)]


Unmet = Callable[[Integrator, datetime], Iterable[Obstacle]]

conditions: list[Unmet] = []
"""Each yields what keeps a passive integrator from being reactivated: a condition of its room that does not hold."""


def unmet(integrator: Integrator, at: datetime) -> list[Obstacle]:
    """Return every condition of the rooms above that does not hold."""
    return [obstacle for known in conditions for obstacle in known(integrator, at)]
