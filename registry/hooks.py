"""What rooms above know of an integrator; they fill this in `apps.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from registry.models import Integrator

Consequence = Callable[[Integrator, datetime], Iterable[str]]

consequences: list[Consequence] = []
"""Each yields Turkish sentences: what would follow if the integrator were made passive now. Shown in previews."""


def consequences_of(integrator: Integrator, at: datetime) -> list[str]:
    """Return all that would follow of a passivation."""
    return [sentence for known in consequences for sentence in known(integrator, at)]
