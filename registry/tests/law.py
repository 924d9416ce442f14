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
class Stay:
    """A court's stay of a ground, as if it were absent; `until` None while it lasts."""

    since: datetime
    until: datetime | None = None


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
    closing: str = ""
    stays: list[Stay] = field(default_factory=list)

    def holds(self, at: datetime) -> bool:
        """Tell whether it makes passive at an instant, by what is known now: what was annulled never was."""
        if self.closing == "annulled" or at < self.at or (self.closed_at is not None and self.closed_at <= at):
            return False
        return not any(stay.since <= at and (stay.until is None or at < stay.until) for stay in self.stays)

    @property
    def stayed(self) -> bool:
        """Whether a court's stay of it is in force."""
        return any(stay.until is None for stay in self.stays)

    def close(self, closing: str, at: datetime) -> None:
        """End it: remedied from now on, or annulled."""
        self.closing, self.closed_at = closing, at


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


@dataclass
class Asked:
    """A document that an officer asked for. `ends` is the instant at which the time to show it is over, once it runs.

    `stopped` says how that time ended before its end.
    """

    key: int
    what: str
    at: datetime
    state: str = "asked"
    ends: datetime | None = None
    stopped: str = ""

    @property
    def of(self) -> str:
        """What a ground that rests on it is for."""
        return f"{ON_DEMAND} {self.key}"

    @property
    def waits(self) -> bool:
        """Whether nobody has decided on it."""
        return self.state in {"asked", "answered"}

    def over(self, at: datetime) -> bool:
        """Tell whether the time to show it has run out, whoever recorded that."""
        return self.ends is not None and not self.stopped and self.ends <= at

    def term(self, at: datetime) -> str:
        """Say how its time stands; empty where none began."""
        if self.ends is None:
            return ""
        return self.stopped or ("elapsed" if self.over(at) else "open")

    def in_time(self, answered_at: datetime) -> bool:
        """Tell whether what came at an instant came before its end, or before any time began to run."""
        return self.ends is None or answered_at < self.ends

    def judge(self, at: datetime, *, does: bool) -> None:
        """What does is shown; what does not is returned while the time runs, and not shown when that is over."""
        if does:
            self.end("shown", "met", at)
        else:
            self.state = "not_shown" if self.over(at) else "asked"

    def end(self, state: str, stopped: str, at: datetime) -> None:
        """Decide on it; the time that still runs ends with it."""
        if self.ends is not None and not self.over(at):
            self.stopped = stopped
        self.state = state


CERTIFICATE = "certificate"
ON_DEMAND = "demand"
TIME_TO_SHOW = timedelta(days=15)


class Law:
    """What is so at every instant up to now, whoever recorded what when."""

    def __init__(self, begins: datetime, certificate: Paper) -> None:
        self.begins = self.now = begins
        self.certificate = Condition(CERTIFICATE, [certificate], certificate.last)
        self.duties: dict[str, Condition] = {}
        self.grounds: list[Passive] = []
        self.demands: list[Asked] = []
        self.filed: dict[int, datetime] = {}

    @property
    def conditions(self) -> list[Condition]:
        """Everything that must hold."""
        return [self.certificate, *self.duties.values()]

    def ends(self) -> list[datetime]:
        """Return the instants ahead at which something lapses by itself, the nearest first."""
        return sorted(end_of(it.through) for it in self.conditions if it.through is not None)

    def turns_ahead(self) -> list[datetime]:
        """Return the ends ahead, those of the time to show what was asked for among them."""
        running = (it.ends for it in self.demands if it.ends is not None and not it.stopped and it.ends > self.now)
        return sorted({*self.ends(), *running})

    def active(self, at: datetime) -> bool:
        """Tell whether the integrator is active at an instant up to now."""
        return not any(ground.holds(at) for ground in self.grounds)

    @property
    def open(self) -> list[Passive]:
        """The grounds that nobody has closed, those under a court's stay among them."""
        return [it for it in self.grounds if not it.closing]

    def instants(self) -> Iterator[datetime]:
        """Yield every instant at which the standing turned."""
        for ground in self.grounds:
            yield ground.at
            if ground.closed_at is not None:
                yield ground.closed_at
            for stay in ground.stays:
                yield stay.since
                if stay.until is not None:
                    yield stay.until

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
        follows it. Who lapsed needs two persons, unless the ground was annulled: then the next good certificate counts.
        """
        today, carrying = day_of(self.now), self.certificate
        if any(it.of == CERTIFICATE for it in self.open):
            return
        if carrying.through is None:
            carrying.through = carrying.reach(today)
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

    def serve(self, demand: Asked, day: date) -> None:
        """The letter that asks reached the firm on a day, whose fifteenth day after it is a plain working day."""
        demand.ends = end_of(day + TIME_TO_SHOW)

    def may_ask(self, what: str) -> bool:
        """Tell whether an officer may ask for a document: nothing that was asked of it waits."""
        return not any(it.waits and it.what == what for it in self.demands)

    def may_passivate(self, demand: Asked) -> bool:
        """Tell whether two persons may: it was not shown, and no ground rests on it but one that never was."""
        known = any(it.of == demand.of and it.closing != "annulled" for it in self.grounds)
        return demand.state == "not_shown" and not known

    def may_reactivate(self, remedy: int | None) -> bool:
        """Tell whether two persons may: everything that lapsed holds again, and by another certificate.

        What was not shown on demand is remedied by a document that came in after the youngest such ground.
        """
        today = day_of(self.now)
        carried = self.certificate.reach(today)
        if not self.open or carried is None:
            return False
        last = next(it.key for it in self.certificate.papers if it.accepted and it.last == carried)
        if any(it.of == CERTIFICATE and it.key == last for it in self.open):
            return False
        asked = [it.at for it in self.open if it.of.startswith(ON_DEMAND)]
        if asked and (remedy is None or self.filed[remedy] <= max(asked)):
            return False
        return all(self.duties[it.of].reach(today) is not None for it in self.open if it.of in self.duties)

    def reactivate(self) -> None:
        """Close every ground from now on."""
        for ground in self.open:
            ground.close("remedied", self.now)
        self.certificate.through = self.certificate.reach(day_of(self.now))

    def annul(self, ground: Passive) -> None:
        """Let a ground never have been; what covers today then carries on."""
        ground.close("annulled", self.now)
        self.count_certificate()
