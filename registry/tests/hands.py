"""What every part of the machine of conditions has at hand: the people, the clock, the law, and doing what it allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from deadlines.sweeper import sweep
from documents.models import Document
from law.clock import moved
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from ledger.errors import Refused
from registry.actions.file_document import file_document
from registry.models import Certificate, Integrator, Obligation
from registry.tests.conftest import received
from registry.tests.law import Condition, Law, Paper, Passive

SET_BEGINS = date(2026, 3, 9)
STATIC, HOSTING, CIRCULAR = "static_security_test", "hosting_approval", "signatory_circular"
FIRST_DAYS = {STATIC: 365, HOSTING: 30, CIRCULAR: 30}
INSTANT = timedelta(microseconds=1)
AROUND = {-1: "before", 0: "at", 1: "after"}
some = st.integers(0, 5)
"""Which of several; the machine takes it modulo how many there are."""
off = st.sampled_from(sorted(AROUND))
"""A microsecond before, at or after an instant."""


class Hands(RuleBasedStateMachine):
    """One integrator and the law about it; every run is taken back.

    `cast` names the people and the integrator.
    """

    cast: ClassVar[dict[str, Any]] = {}
    reached: ClassVar[Counter[str]] = Counter()
    """What came about, over all runs: a machine that never gets there proves nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.trial = transaction.atomic()
        self.trial.__enter__()
        self.officer, self.approver, self.compliance = (self.cast[it] for it in ("officer", "approver", "compliance"))
        self.integrator: Integrator = self.cast["integrator"]
        first = Certificate.objects.get()
        self.law = Law(
            self.integrator.approved_at, Paper(first.pk, first.issued_on, first.valid_until_on, accepted=True)
        )
        court = Document.objects.get(kind="court")
        self.court, self.law.filed[court.pk] = court.pk, court.received_at
        self.swept = False
        self.asked: tuple[datetime, int] | None = None

    def teardown(self) -> None:
        for ground in self.law.grounds:
            by = "two persons" if ground.by_persons else "itself"
            kind = "certificate" if ground.of == "certificate" else "demand" if " " in ground.of else "document"
            self.reached[f"{kind}: {ground.kind} by {by}"] += 1
            for ending in filter(None, (ground.closing, "stayed" if ground.stays else "")):
                self.reached[ending] += 1
                self.reached[f"{kind} {ending}"] += 1
        for demand in self.law.demands:
            self.reached[f"demand {demand.state}"] += 1
        transaction.set_rollback(True)
        self.trial.__exit__(None, None, None)

    def run(self, act: Callable[[datetime], Any], *, goes: bool = True) -> Any:
        """Do something now; it is refused exactly where the law says so, and changes nothing then."""
        with moved(self.law.now):
            if goes:
                self.reached["done"] += 1
                return act(self.law.now)
            try:
                act(self.law.now)
            except Refused:
                self.reached["refused as the law says"] += 1
                return None
        raise AssertionError("this should have been refused")

    def two(self, verb: str, at: datetime, **arguments: Any) -> Any:
        proposal = propose(
            f"registry.{verb}", Integrator, self.integrator.pk, by=self.officer, at=at, arguments=arguments
        )
        return approve(proposal.pk, by=self.approver, at=at)

    def come(self, at: datetime) -> None:
        """Let time pass up to an instant, if that is still to come; nobody comes by."""
        if at > self.law.now:
            self.law.come(at)
            self.swept = False

    def come_around(self, instant: datetime, off: int, late: timedelta = timedelta(0)) -> None:
        if instant + off * INSTANT + late > self.law.now:
            self.reached["an end: " + ("later" if late else AROUND[off])] += 1
            self.come(instant + off * INSTANT + late)

    @rule(times=st.integers(1, 2))
    def sweep(self, times: int) -> None:
        for _time in range(times):
            self.run(sweep)
        self.swept = True
        if not self.law.duties:
            began = SET_BEGINS
            self.law.duties = {it: Condition(it, began=began, concerned=it != HOSTING) for it in FIRST_DAYS}

    def file(self) -> int:
        """The firm sends a document."""
        said: dict[str, Any] = {"title": "Giderim", "kind": "remedy"}
        made = self.run(
            lambda at: file_document(self.integrator.pk, by=self.compliance, at=at, received=received(at), **said)
        )
        self.law.filed[made.pk] = self.law.now
        return int(made.pk)

    def ground(self, of: str, kind: str, last: Any, key: int | None) -> None:
        self.law.grounds.append(Passive(of, kind, self.law.now, last, key, by_persons=True))

    def duty(self, which: int) -> Condition:
        return self.law.duties[list(self.law.duties)[which % len(self.law.duties)]]

    def owed(self, duty: Condition) -> Obligation:
        return Obligation.objects.get(key=duty.name, ended_at=None)
