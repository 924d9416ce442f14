"""What an integrator's standing is, and was: derived from facts, never stored. Pure.

An annulled ground leaves no interval (it never was); a court's stay makes the ground absent from its beginning to its
end; the instant at which an automatic ground arises counts from itself on, whether or not anybody has recorded it yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from registry.lifecycle import CLAUSE_OF, GroundKind, Standing


@dataclass(frozen=True)
class Stay:
    """A court's stay of a ground, half-open; `until_at` None while it lasts."""

    from_at: datetime
    until_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Tell whether the stay holds at an instant."""
        return self.from_at <= at and (self.until_at is None or at < self.until_at)


@dataclass(frozen=True)
class GroundFacts:
    """What the standing needs to know of a ground; `closed_at` also holds the instant of an annulment."""

    kind: str
    clause: str
    at: datetime
    closed_at: datetime | None = None
    annulled: bool = False
    stays: tuple[Stay, ...] = ()

    def holds(self, at: datetime) -> bool:
        """Tell whether the ground makes passive at an instant, by what is known today."""
        if self.annulled or at < self.at or (self.closed_at is not None and self.closed_at <= at):
            return False
        return not any(stay.holds(at) for stay in self.stays)


@dataclass(frozen=True)
class IntegratorFacts:
    """What the standing needs to know of an integrator."""

    approved_at: datetime
    active_until: datetime | None = None
    next_ground: str = ""
    ended_at: datetime | None = None
    grounds: tuple[GroundFacts, ...] = ()

    @property
    def all_grounds(self) -> tuple[GroundFacts, ...]:
        """The recorded grounds, and the one that arises by itself at `active_until`, in the order of their instants."""
        arising = () if self.active_until is None else (_ahead(self.next_ground, self.active_until),)
        return tuple(sorted((*self.grounds, *arising), key=lambda ground: ground.at))


@dataclass(frozen=True)
class Interval:
    """One stretch of a history: the standing from an instant on; clause and ground while passive."""

    standing: Standing
    since: datetime
    clause: str | None = None
    ground: str | None = None


def standing(facts: IntegratorFacts | None, at: datetime) -> Standing:
    """Return the standing at an instant; without facts the firm is a candidate."""
    return Standing.CANDIDATE if facts is None else _interval(facts, at).standing


def history(facts: IntegratorFacts, at: datetime) -> list[Interval]:
    """Return the standing piece by piece, from the approval up to an instant; equal neighbours are one piece."""
    pieces: list[Interval] = []
    for instant in sorted({it for it in _turns(facts) if facts.approved_at <= it <= at}):
        piece = _interval(facts, instant)
        if not pieces or _said(pieces[-1]) != _said(piece):
            pieces.append(piece)
    return pieces


def _interval(facts: IntegratorFacts, at: datetime) -> Interval:
    if at < facts.approved_at:
        return Interval(Standing.CANDIDATE, at)
    if facts.ended_at is not None and facts.ended_at <= at:
        return Interval(Standing.ENDED, at)
    holding = next((ground for ground in facts.all_grounds if ground.holds(at)), None)
    if holding is None:
        return Interval(Standing.ACTIVE, at)
    return Interval(Standing.PASSIVE, at, holding.clause, holding.kind)


def _said(piece: Interval) -> tuple[Standing, str | None, str | None]:
    return piece.standing, piece.clause, piece.ground


def _turns(facts: IntegratorFacts) -> Iterator[datetime]:
    """Yield every instant at which the standing may turn."""
    yield facts.approved_at
    if facts.ended_at is not None:
        yield facts.ended_at
    for ground in facts.all_grounds:
        yield ground.at
        if ground.closed_at is not None:
            yield ground.closed_at
        for stay in ground.stays:
            yield stay.from_at
            if stay.until_at is not None:
                yield stay.until_at


def _ahead(kind: str, at: datetime) -> GroundFacts:
    return GroundFacts(kind, CLAUSE_OF[GroundKind(kind)], at)
