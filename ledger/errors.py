"""Answers that an act may give instead of doing its work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

if TYPE_CHECKING:
    from ledger.models import Step


@dataclass(frozen=True)
class Obstacle:
    """One reason why an act cannot be done now: what stands in the way, by which clause, at which form field."""

    code: str
    message: str | Promise
    clause: str = ""
    field: str = ""


class Refused(Exception):
    """An answer we expect to give: all obstacles at once, and what happened since the person's page was drawn."""

    def __init__(self, obstacles: Iterable[Obstacle], *, since: Sequence[Step] = ()) -> None:
        self.obstacles = tuple(obstacles)
        self.since = tuple(since)
        super().__init__("; ".join(str(obstacle.message) for obstacle in self.obstacles))

    @property
    def codes(self) -> frozenset[str]:
        """The obstacles' codes, for programs and tests."""
        return frozenset(obstacle.code for obstacle in self.obstacles)


class NotAllowed(Refused):
    """The person may see the matter but has no right to this act; says nothing else about the matter."""


class TryLater(Exception):
    """The world is busy or away: the same call may succeed later."""


class GiveUp(Exception):
    """The world said no for good: a person has to look."""
