"""What rooms above know of an integrator; they fill this in `apps.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from documents.models import Document
from ledger.errors import Obstacle
from registry.lifecycle import Standing
from registry.models import Ground, Integrator

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


Remedy = Callable[[Ground, datetime], Document | None]

remedies: list[Remedy] = []
"""Each names the document that remedies a ground which rests on a matter of its room; None of any other ground."""


def remedy_of(ground: Ground, at: datetime) -> Document | None:
    """Return the document that a room above knows to remedy a ground."""
    found = (known(ground, at) for known in remedies)
    return next((document for document in found if document is not None), None)
