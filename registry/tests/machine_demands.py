"""What officers ask for: asked, served, shown or not, judged, taken back; and two persons where nothing was shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from deadlines.models import Deadline
from deadlines.terms import open_deadline
from policies.models import CalendarDay
from registry.actions.answer_demand import answer_demand
from registry.actions.demand_document import demand_document
from registry.actions.find_not_shown import find_not_shown
from registry.actions.judge_answer import judge_answer
from registry.actions.record_answer import record_answer
from registry.actions.withdraw_demand import withdraw_demand
from registry.demanding import term_key
from registry.models import Demand, Requirement
from registry.requirements import set_in_force
from registry.terms import DEMAND
from registry.tests.conftest import received
from registry.tests.hands import Hands, off, some
from registry.tests.law import TIME_TO_SHOW, Asked, day_of

WHAT = ("signatory_circular", "static_security_test", "commitment")
ACTS = ("withdraw", "answer", "record", "do", "do not", "withdraw", "find", "passivate")
SATURDAY = 5


class Demanding(Hands):
    """Rules about demands; each demand may be in any state when one is tried on it."""

    @rule(what=st.sampled_from(WHAT))
    def ask(self, what: str) -> None:
        goes, said = self.law.may_ask(what), {"requirement_id": self.requirement(what).pk}
        made = self.run(
            lambda at: demand_document(self.integrator.pk, by=self.officer, at=at, reason="Güncel mi?", **said),
            goes=goes,
        )
        if goes:
            self.law.demands.append(Asked(made.pk, what, self.law.now))

    @precondition(lambda self: self.unserved)
    @rule(which=some, ago=st.integers(0, 20))
    def serve(self, which: int, ago: int) -> None:
        """The letter was served so many days ago, or some more: its time ends on a day on which offices are open."""
        asked = self.unserved[which % len(self.unserved)]
        day = day_of(self.law.now) - timedelta(days=ago)
        while not self.plain(day + TIME_TO_SHOW):
            day -= timedelta(days=1)
        demand = Demand.objects.get(pk=asked.key)
        term = replace(DEMAND, key=term_key(demand))
        step = demand.dossier.steps.latest("n")
        open_deadline(demand.dossier, term, start=day, evidence="delil", step=step)
        self.law.serve(asked, day)
        self.swept = False

    def answer(self, which: int) -> None:
        demand = self.demand(which)
        goes = demand.state == "asked"
        self.run(lambda at: answer_demand(demand.key, by=self.compliance, at=at, received=received(at)), goes=goes)
        if goes:
            self.answered(demand, in_time=demand.in_time(self.law.now))

    def record_answer(self, which: int, *, newest: bool) -> None:
        """What came another way: the newest document of the dossier, or one from before anything was asked."""
        demand, paper = self.demand(which), max(self.law.filed) if newest else min(self.law.filed)
        goes = demand.state == "asked" and self.law.filed[paper] >= demand.at
        self.run(lambda at: record_answer(demand.key, by=self.officer, at=at, document_id=paper), goes=goes)
        if goes:
            self.answered(demand, in_time=demand.in_time(self.law.filed[paper]))
            self.reached["recorded for the firm"] += 1

    def judge_answer(self, which: int, *, does: bool) -> None:
        demand = self.demand(which)
        goes = demand.state == "answered"
        self.run(
            lambda at: judge_answer(demand.key, by=self.officer, at=at, shown=does, judgement="Bakıldı."), goes=goes
        )
        if goes:
            self.reached["judged over" if demand.over(self.law.now) else "judged in time"] += 1
            demand.judge(self.law.now, does=does)

    def find_not_shown(self, which: int) -> None:
        demand = self.demand(which)
        goes = demand.state == "asked" and demand.over(self.law.now)
        self.run(lambda at: find_not_shown(demand.key, by=self.officer, at=at, judgement="Gelmedi."), goes=goes)
        if goes:
            demand.state = "not_shown"

    def withdraw(self, which: int) -> None:
        demand = self.demand(which)
        goes = demand.waits
        self.run(lambda at: withdraw_demand(demand.key, by=self.officer, at=at, reason="Gerek kalmadı."), goes=goes)
        if goes:
            demand.end("withdrawn", "cancelled", self.law.now)

    def passivate_for_a_demand(self, which: int) -> None:
        """Two persons, once the end of the time to show it is recorded."""
        demand = self.demand(which)
        term = Deadline.objects.filter(term=f"demand_{demand.key}").first()
        goes = self.law.may_passivate(demand) and term is not None and term.status == "elapsed"
        found = term.pk if term else 0
        self.run(lambda at: self.two("passivate_not_shown", at, deadline_id=found), goes=goes)
        if goes:
            self.reached["passive again"] += any(it.of == demand.of for it in self.law.grounds)
            self.ground(demand.of, "document_not_shown", None, demand.key)

    @precondition(lambda self: self.law.demands)
    @rule(which=some, act=st.sampled_from(ACTS))
    def try_on_a_demand(self, which: int, act: str) -> None:
        if act == "record":
            self.record_answer(which, newest=False)
            self.file()
            self.record_answer(which, newest=True)
        elif act in {"do", "do not"}:
            self.judge_answer(which, does=act == "do")
        elif act == "passivate":
            self.passivate_for_a_demand(which)
        else:
            {"answer": self.answer, "find": self.find_not_shown, "withdraw": self.withdraw}[act](which)

    @precondition(lambda self: self.law.duties)
    @rule(what=st.sampled_from(WHAT), off=off, shows=st.sampled_from(["", "before", "after"]), does=st.booleans())
    def let_the_time_run_out(self, what: str, off: int, shows: str, *, does: bool) -> None:
        """Nothing is shown, or something just before or after the end; it is judged around that, swept or not."""
        if self.law.may_ask(what):
            self.ask(what)
        which = next(n for n, it in enumerate(self.law.demands) if it.what == what and it.waits)
        demand = self.law.demands[which]
        if demand in self.unserved:
            self.serve(self.unserved.index(demand), 0)
        assert demand.ends is not None
        if shows == "before":
            self.answer(which)
        self.come_around(demand.ends, off)
        if shows == "after":
            self.answer(which)
        if demand.state == "answered":
            self.judge_answer(which, does=does)
        else:
            self.find_not_shown(which)

    def passivate_for_what_was_not_shown(self) -> None:
        self.sweep(1)
        self.passivate_for_a_demand(next(n for n, it in enumerate(self.law.demands) if self.law.may_passivate(it)))

    @invariant()
    def demands_stand_as_the_law_says(self) -> None:
        """Each in its state; its time open, met, called off or over, the last once the sweeper came by."""
        states = dict(Demand.objects.values_list("pk", "status"))
        assert states == {it.key: it.state for it in self.law.demands}
        terms = dict(Deadline.objects.filter(term__startswith="demand_").values_list("term", "status"))
        for demand in self.law.demands:
            expected, found = demand.term(self.law.now), terms.get(f"demand_{demand.key}", "")
            assert found == expected or (found, expected, self.swept) == ("open", "elapsed", False), demand

    @property
    def unserved(self) -> list[Asked]:
        return [it for it in self.law.demands if it.waits and it.ends is None]

    @property
    def due_to_be_passive(self) -> bool:
        """Whether something was not shown on demand and no ground rests on it."""
        return any(self.law.may_passivate(it) for it in self.law.demands)

    def answered(self, demand: Asked, *, in_time: bool) -> None:
        demand.state = "answered"
        facts = self.integrator.dossier.steps.latest("n").facts
        assert facts == {"demand": demand.key, "in_time": in_time}
        self.reached["answered in time" if in_time else "answered late"] += 1

    def demand(self, which: int) -> Asked:
        return self.law.demands[which % len(self.law.demands)]

    def requirement(self, key: str) -> Requirement:
        found = set_in_force(day_of(self.law.now))
        assert found is not None
        return found.requirements.get(key=key)

    def plain(self, day: date) -> bool:
        return day.weekday() < SATURDAY and not CalendarDay.objects.filter(day=day).exists()
