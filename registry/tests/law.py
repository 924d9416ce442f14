"""One integrator as the circular sees it: what it must hold, until when it does, and since when it is passive for what.

Written from the rules alone, and with nothing of the product: days, ends and standing are counted here a second time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone

TURKEY = timezone(timedelta(hours=3))
FOR_EVER = date.max
ONE_DAY = timedelta(days=1)


def end_of(day: date) -> datetime:
    """Return the instant at which a day is over in Turkey."""
    return datetime(day.year, day.month, day.day, tzinfo=TURKEY) + ONE_DAY


def day_of(at: datetime) -> date:
    """Return the day that an instant belongs to in Turkey."""
    return at.astimezone(TURKEY).date()


def year_after(day: date) -> date:
    """Return the same-numbered day a year later, or the month's last day."""
    leaps = (day.month, day.day) == (2, 29)
    return date(day.year + 1, day.month, 28 if leaps else day.day)


@dataclass
class Paper:
    """A document: its first and last day, what an officer said of it, and whether its issuer stands by it."""

    key: int
    first: date
    last: date
    accepted: bool = False
    refused: bool = False
    sound: bool = True

    @property
    def waits(self) -> bool:
        """Whether nobody has judged it."""
        return not (self.accepted or self.refused)

    def covers(self, day: date) -> bool:
        """Tell whether it was accepted and is good on a day by what it says itself."""
        return self.accepted and self.first <= day <= self.last


@dataclass
class Passive:
    """One ground: for which condition, from which instant, and the last day on which the condition held."""

    of: str
    kind: str
    at: datetime
    last: date | None
    key: int | None = None
    by_persons: bool = False
    closed_at: datetime | None = None

    def holds(self, at: datetime) -> bool:
        """Tell whether it makes passive at an instant."""
        return self.at <= at and (self.closed_at is None or at < self.closed_at)


@dataclass
class Condition:
    """Something that must hold for ever. `through` is the last day of what is at hand; None where no day ends it."""

    name: str
    papers: list[Paper] = field(default_factory=list)
    through: date | None = None
    concerned: bool = True
    began: date | None = None

    def reach(self, day: date) -> date | None:
        """Return the last day of the unbroken row of sound papers that covers a day."""
        if not (now := [it.last for it in self.papers if it.sound and it.covers(day)]):
            return None
        last = max(now)
        while last < FOR_EVER:
            further = [it.last for it in self.papers if it.sound and it.covers(last + ONE_DAY)]
            if not further:
                break
            last = max(further)
        return last

    @property
    def waiting(self) -> list[Paper]:
        """What an officer has still to judge."""
        return [it for it in self.papers if it.waits]


CERTIFICATE = "certificate"


class Law:
    """What is so at every instant up to now, whoever recorded what when."""

    def __init__(self, begins: datetime, certificate: Paper) -> None:
        self.begins = self.now = begins
        self.certificate = Condition(CERTIFICATE, [certificate], certificate.last)
        self.duties: dict[str, Condition] = {}
        self.grounds: list[Passive] = []

    @property
    def conditions(self) -> list[Condition]:
        """Everything that must hold."""
        return [self.certificate, *self.duties.values()]

    def ends(self) -> list[datetime]:
        """Return the instants ahead at which something lapses by itself, the nearest first."""
        return sorted(end_of(it.through) for it in self.conditions if it.through is not None)

    def active(self, at: datetime) -> bool:
        """Tell whether the integrator is active at an instant up to now."""
        return not any(ground.holds(at) for ground in self.grounds)

    @property
    def open(self) -> list[Passive]:
        """The grounds that hold now."""
        return [it for it in self.grounds if it.holds(self.now)]

    def instants(self) -> Iterator[datetime]:
        """Yield every instant at which the standing turned."""
        for ground in self.grounds:
            yield ground.at
            if ground.closed_at is not None:
                yield ground.closed_at

    def come(self, at: datetime) -> None:
        """Let time pass up to an instant: what ends makes passive from that very instant, each by itself."""
        while (ends := self.ends()) and ends[0] <= at:
            ended = next(it for it in self.conditions if it.through is not None and end_of(it.through) == ends[0])
            assert ended.through is not None
            self.grounds.append(Passive(ended.name, "document_lapsed", ends[0], ended.through))
            ended.through = None
        self.now = at

    def count_certificate(self) -> None:
        """Say anew until when certificates carry: the body's word or an officer's changed.

        A suspension makes nobody passive: the certificate at hand goes on until its last day, but no suspended one
        follows it. Who lapsed needs two persons.
        """
        today, carrying = day_of(self.now), self.certificate
        if any(it.of == CERTIFICATE for it in self.open) or carrying.through is None:
            return
        reached = carrying.reach(today)
        if reached is None:
            at_hand = [it.last for it in carrying.papers if it.covers(today) and it.last <= carrying.through]
            if not at_hand:
                return
            reached = carrying.reach(max(at_hand) + ONE_DAY) or max(at_hand)
        carrying.through = reached

    def count(self, duty: Condition) -> None:
        """Say anew until when a document that is owed is held."""
        reached = duty.reach(day_of(self.now)) if duty.concerned else None
        duty.through = None if reached == FOR_EVER else reached

    def may_reactivate(self) -> bool:
        """Tell whether two persons may: everything that lapsed holds again, and by another certificate."""
        today = day_of(self.now)
        carried = self.certificate.reach(today)
        if not self.open or carried is None:
            return False
        last = next(it.key for it in self.certificate.papers if it.accepted and it.last == carried)
        if any(it.of == CERTIFICATE and it.key == last for it in self.open):
            return False
        return all(self.duties[it.of].reach(today) is not None for it in self.open if it.of != CERTIFICATE)

    def reactivate(self) -> None:
        """Close every ground from now on."""
        for ground in self.open:
            ground.closed_at = self.now
        self.certificate.through = self.certificate.reach(day_of(self.now))
