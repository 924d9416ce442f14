"""Everything that can happen to one integrator's conditions, in any order, beside what the circular says of it."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from accounts.models import User
from conftest import T0
from deadlines.models import Deadline
from law.clock import moved
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from ledger.errors import Refused
from policies.files import REQUIREMENTS, file_of
from policies.models import PolicyFile
from registry.actions.accept_certificate import accept_certificate
from registry.actions.accept_showing import accept_showing
from registry.actions.decide_concern import decide_concern
from registry.actions.file_document import file_document
from registry.actions.refuse_certificate import refuse_certificate
from registry.actions.refuse_showing import refuse_showing
from registry.actions.show_document import show_document
from registry.actions.verify_certificate import verify_certificate
from registry.listing import read
from registry.models import Ground, Integrator, Publication
from registry.queries import active, standing_of, with_facts
from registry.reading import current
from registry.requirements import load_requirement_set
from registry.tests.conftest import enter, received
from registry.tests.hands import CIRCULAR, FIRST_DAYS, HOSTING, INSTANT, SET_BEGINS, STATIC, off, some
from registry.tests.law import CERTIFICATE, FOR_EVER, Condition, Paper, day_of, end_of, year_after
from registry.tests.machine_courts import RULINGS, Courts
from registry.tests.machine_demands import ACTS, Demanding

WINDOW = {STATIC: 90, HOSTING: 60}
REACHED = {
    *(f"an end: {it}" for it in ("before", "at", "after", "later")),
    "certificate: document_lapsed by itself",
    "document: document_lapsed by itself",
    "demand: document_not_shown by two persons",
    *(f"demand {it}" for it in ("shown", "not_shown", "withdrawn")),
    *("answered in time", "answered late", "judged in time", "judged over"),
    *("stayed", "lifted", "annulled", "remedied", "refused as the law says"),
}
"""What every run comes to."""
RARE = {
    "certificate: document_lapsed by two persons",
    "document: document_not_shown by two persons",
    *("recorded for the firm", "passive again"),
    *(f"{of} {it}" for of in ("certificate", "document", "demand") for it in ("stayed", "annulled", "remedied")),
}
"""What the long run comes to besides."""
NEWEST = 8
"""Of how many instants the database is asked; the derivation in memory is asked of all."""
OPENINGS = ("", "asked", "answered", "answered late", "a demand", "the certificate", "a document")


class Conditions(Demanding, Courts):
    """Acts, clock steps, sweeps and readings; after each, the product says what the law says."""

    # time

    @initialize(
        swept=st.booleans(),
        days=st.integers(0, 30),
        waits=st.booleans(),
        opening=st.sampled_from(OPENINGS),
        act=st.sampled_from(ACTS),
        rulings=st.sampled_from(("", *RULINGS)),
    )
    def begin(self, *, swept: bool, days: int, waits: bool, opening: str, act: str, rulings: str) -> None:
        """The set is in force, recorded or not yet; something may have happened already, and been judged."""
        self.law.come(end_of(SET_BEGINS - timedelta(days=1)) + timedelta(days=days))
        if swept:
            self.sweep(1)
        if waits:
            self.enter_certificate(ago=days, length=365)
        if opening in {"asked", "answered"}:
            self.ask(CIRCULAR)
            self.ask(CIRCULAR)
            self.serve(0, 0)
            if opening == "answered":
                self.answer(0)
            self.try_on_a_demand(0, act)
        elif opening == "answered late":
            self.let_the_time_run_out(CIRCULAR, 1, "after", does=waits)
        elif opening:
            self.begin_passive(opening)
            if rulings:
                self.go_to_court(0, rulings, INSTANT)
            elif opening == "a demand":
                self.remedy_everything(timedelta(0))
                self.remedy_everything(INSTANT)
            if self.due_to_be_passive:
                self.passivate_for_what_was_not_shown()

    def begin_passive(self, opening: str) -> None:
        if opening == "a demand":
            self.let_the_time_run_out(CIRCULAR, 0, "", does=False)
            self.passivate_for_what_was_not_shown()
        elif opening == "the certificate":
            self.pass_the_end(self.law.certificate, 0, 0)
        else:
            self.sweep(1)
            self.hold_a_document_to_its_end(0, 0, 0, 0)
        self.sweep(1)

    @rule(days=st.integers(1, 120), seconds=st.integers(0, 86_399))
    def wait(self, days: int, seconds: int) -> None:
        self.come(self.law.now + timedelta(days=days, seconds=seconds))

    @precondition(lambda self: self.law.turns_ahead())
    @rule(off=off, which=some, late=st.sampled_from([0, 0, 0, 1, 40]))
    def come_to_an_end(self, off: int, which: int, late: int) -> None:
        ends = self.law.turns_ahead()
        self.come_around(ends[which % len(ends)], off, timedelta(days=late))

    # whoever comes by

    @rule()
    def look(self) -> None:
        """The public list through its one reader."""
        with moved(self.law.now):
            assert self.listed(current(self.law.now)) == self.law.active(self.law.now)

    # the certificate

    @rule(ago=st.integers(-40, 60), length=st.sampled_from([20, 100, 365]))
    def enter_certificate(self, ago: int, length: int) -> None:
        first = day_of(self.law.now) - timedelta(days=ago)
        last, known = first + timedelta(days=length), {it.last for it in self.law.certificate.papers}
        while last in known:
            last += timedelta(days=1)
        days = {"first_issued_on": first, "issued_on": first, "valid_until_on": last}
        made = self.run(lambda at: enter(self.integrator.dossier, by=self.compliance, at=at, **days))
        self.law.certificate.papers.append(Paper(made.pk, first, last))

    @precondition(lambda self: self.law.certificate.waiting)
    @rule(which=some, accept=st.sampled_from([True, True, False]))
    def judge_certificate(self, which: int, *, accept: bool) -> None:
        paper = self.law.certificate.waiting[which % len(self.law.certificate.waiting)]
        if not accept:
            self.run(lambda at: refuse_certificate(paper.key, by=self.officer, at=at, reason="Okunmuyor."))
            paper.refused = True
            return
        serves = paper.sound and paper.last >= day_of(self.law.now)
        self.run(lambda at: accept_certificate(paper.key, by=self.officer, at=at), goes=serves)
        if serves:
            paper.accepted = True
            self.law.count_certificate()

    @rule(which=some, sound=st.booleans())
    def verify(self, which: int, *, sound: bool) -> None:
        today = day_of(self.law.now)
        papers = [it for it in self.law.certificate.papers if not it.refused and it.first <= today]
        paper = papers[which % len(papers)]
        said: dict[str, Any] = {
            "how": "Sorgu",
            "reference": "web",
            "verified_on": today,
            "status": "valid" if sound else "suspended",
        }
        self.run(lambda at: verify_certificate(paper.key, by=self.officer, at=at, **said))
        paper.sound = sound
        self.law.count_certificate()

    @precondition(lambda self: self.law.certificate.through is not None)
    @rule(late=st.integers(0, 20), off=off)
    def judge_a_renewal_late(self, late: int, off: int) -> None:
        """It came before the end and is judged around or after it; nobody came by meanwhile."""
        self.enter_certificate(ago=10, length=365)
        self.pass_the_end(self.law.certificate, late, off)
        self.judge_certificate(len(self.law.certificate.waiting) - 1, accept=True)

    @precondition(lambda self: self.law.certificate.through is not None)
    @rule(which=some, late=st.integers(0, 20), off=off)
    def hear_late_that_it_is_sound(self, which: int, late: int, off: int) -> None:
        """The body takes a certificate back before the end that is then the nearest, and gives it again after it."""
        self.verify(which, sound=False)
        self.pass_the_end(self.law.certificate, late, off)
        self.verify(which, sound=True)

    def pass_the_end(self, condition: Condition, late: int, off: int) -> None:
        if condition.through is not None:
            self.come_around(end_of(condition.through), off, timedelta(days=late))

    # what is owed

    @precondition(lambda self: self.law.duties)
    @rule(which=some, ago=st.integers(0, 400), more=st.integers(0, 200))
    def show(self, which: int, ago: int, more: int) -> None:
        duty, today = self.duty(which), day_of(self.law.now)
        first = today - timedelta(days=ago)
        printed = today + timedelta(days=more) if duty.name == HOSTING else None
        last = {STATIC: year_after(first), HOSTING: printed or today, CIRCULAR: FOR_EVER}[duty.name]
        held = duty.reach(today)
        in_window = held in {None, FOR_EVER} or today >= held - timedelta(days=WINDOW[duty.name])
        goes = duty.concerned and not duty.waiting and in_window and last >= today
        owed = self.owed(duty)
        days: dict[str, Any] = {"dated_on": first, "valid_until_on": printed}
        made = self.run(
            lambda at: show_document(owed.pk, by=self.compliance, at=at, received=received(at), **days), goes=goes
        )
        if goes:
            duty.papers.append(Paper(made.pk, first, last))

    @precondition(lambda self: self.law.duties)
    @rule(which=some, more=st.integers(0, 20), late=st.integers(0, 9), off=off)
    def hold_a_document_to_its_end(self, which: int, more: int, late: int, off: int) -> None:
        """It concerns the integrator, is shown and accepted some days before its end; then that comes."""
        duty = self.duty(which)
        if duty.name == HOSTING and not duty.concerned:
            self.decide(concerned=True)
        if duty.concerned and not duty.waiting:
            self.show(which, ago=364 - more, more=more)
        waiting = [it for it in self.law.duties.values() if it.waiting]
        if duty in waiting:
            self.judge_showing(waiting.index(duty), accept=True)
        self.pass_the_end(duty, late, off)

    @precondition(lambda self: any(it.waiting for it in self.law.duties.values()))
    @rule(which=some, accept=st.sampled_from([True, True, False]))
    def judge_showing(self, which: int, *, accept: bool) -> None:
        duties = [it for it in self.law.duties.values() if it.waiting]
        duty = duties[which % len(duties)]
        (paper,) = duty.waiting
        if not accept:
            self.run(lambda at: refuse_showing(paper.key, by=self.officer, at=at, reason="Eksik."))
            paper.refused = True
            return
        goes = paper.last >= day_of(self.law.now)
        self.run(lambda at: accept_showing(paper.key, by=self.officer, at=at), goes=goes)
        if goes:
            paper.accepted = True
            self.law.count(duty)

    @precondition(lambda self: self.law.duties)
    @rule(concerned=st.booleans())
    def decide(self, *, concerned: bool) -> None:
        duty = self.law.duties[HOSTING]
        goes = not any(it.of == HOSTING for it in self.law.open)
        owed = self.owed(duty)
        said: dict[str, Any] = {"concerned": concerned, "decision": "Tespit."}
        self.run(lambda at: decide_concern(owed.pk, by=self.officer, at=at, **said), goes=goes)
        if goes:
            if concerned and not duty.concerned:
                duty.began = day_of(self.law.now)
            duty.concerned = concerned
            self.law.count(duty)

    # two persons

    @precondition(lambda self: self.law.certificate.reach(day_of(self.law.now)) is None)
    @rule(which=some)
    def passivate_lapsed(self, which: int) -> None:
        papers = [it for it in self.law.certificate.papers if it.accepted]
        paper, today = papers[which % len(papers)], day_of(self.law.now)
        found = any(it.of == CERTIFICATE for it in self.law.open)
        goes = not found and self.law.certificate.reach(today) is None
        self.run(lambda at: self.two("passivate_lapsed", at, certificate_id=paper.key), goes=goes)
        if goes:
            last = min(paper.last, today - timedelta(days=1))
            self.ground(CERTIFICATE, "document_lapsed", last, paper.key)
            self.law.certificate.through = None

    @precondition(lambda self: self.law.duties and self.law.now >= end_of(SET_BEGINS + timedelta(days=30)))
    @rule(which=some)
    def passivate_not_shown(self, which: int) -> None:
        """Two persons may only for what was never shown since it is owed, when the time for it is over."""
        duty = self.duty(which)
        term = self.owed(duty).deadline_id
        if term is None:
            return
        try:
            self.run(lambda at: self.two("passivate_not_shown", at, deadline_id=term))
        except Refused:
            return
        assert duty.began is not None
        assert duty.concerned
        assert self.law.now >= end_of(duty.began + timedelta(days=FIRST_DAYS[duty.name]))
        assert duty.reach(day_of(self.law.now)) is None
        assert not duty.waiting
        self.ground(duty.name, "document_not_shown", None, None)

    @precondition(lambda self: self.due_to_be_passive)
    @rule(rulings=st.sampled_from(("", *RULINGS)))
    def passivate_and_go_to_court(self, rulings: str) -> None:
        """Two persons, for what was not shown on demand; a court looks at that very ground."""
        self.passivate_for_what_was_not_shown()
        if rulings:
            self.go_to_court(Ground.objects.count() - 1, rulings, INSTANT)

    @precondition(lambda self: self.law.open)
    @rule(later=st.sampled_from([timedelta(0), timedelta(microseconds=1), timedelta(hours=1)]))
    def remedy_everything(self, later: timedelta) -> None:
        """Fresh papers for all that is open, come in together with the youngest ground or after it."""
        self.come(self.law.now + later)
        self.enter_certificate(ago=0, length=365)
        self.judge_certificate(len(self.law.certificate.waiting) - 1, accept=True)
        for which, duty in enumerate(list(self.law.duties.values())):
            if duty.name in {it.of for it in self.law.open} and not duty.waiting:
                self.show(which, ago=0, more=300)
            waiting = [it for it in self.law.duties.values() if it.waiting]
            if duty in waiting:
                self.judge_showing(waiting.index(duty), accept=True)
        self.file()
        self.reactivate(named=True)

    # what must be so

    @invariant()
    def the_product_says_what_the_law_says(self) -> None:
        row, recorded = with_facts().get(), list(Ground.objects.select_related("certificate"))
        self.standing(row)
        self.grounds(recorded)
        self.what_is_ahead(row, {(it.kind, it.at, it.lapsed_on) for it in recorded})
        newest = Publication.objects.order_by("-sequence")[0]
        assert self.listed(newest) == self.law.active(newest.issued_at), "the stored list is true of its instant"

    def standing(self, row: Integrator) -> None:
        """At this instant and the one before, and around every turn that was; asked again once anything happened."""
        happened = (self.law.now, self.integrator.dossier.steps.count())
        if happened == self.asked:
            return
        self.asked = happened
        now, turns = self.law.now, [turn + off * INSTANT for turn in self.law.instants() for off in (-1, 0, 1)]
        instants = [it for it in sorted({now, now - INSTANT, *turns}) if self.law.begins <= it <= now]
        for at in instants:
            assert (standing_of(row, at) == "active") == self.law.active(at), at
        for at in instants[-NEWEST:]:
            assert active(at).exists() == self.law.active(at), at

    def grounds(self, recorded: list[Ground]) -> None:
        """No ground that the law does not know, each with its facts; after a sweep none is missed."""
        expected = Counter((it.kind, it.at, it.last, it.closed_at, it.closing) for it in self.law.grounds)
        assert Counter((it.kind, it.at, it.lapsed_on, it.closed_at, it.closing) for it in recorded) <= expected
        for it in recorded:
            assert it.clause == "2"
            assert bool(it.proposal_id) == (it.rule == ""), "a rule, or two persons"
            assert not (it.certificate and it.rule) or it.certificate.valid_until_on == it.lapsed_on
        if self.swept:
            assert len(recorded) == len(self.law.grounds)

    def what_is_ahead(self, row: Integrator, recorded: set[tuple[str, datetime, date | None]]) -> None:
        """The row knows the nearest running term that names a ground, and that is the law's nearest end."""
        running = Deadline.objects.filter(dossier=row.dossier_id, status="open").exclude(arises="")
        nearest = min(((it.due_at, it.arises) for it in running), default=(None, ""))
        assert (row.active_until, row.next_ground) == nearest
        unrecorded = [it.at for it in self.law.grounds if (it.kind, it.at, it.last) not in recorded]
        assert row.active_until == min([*unrecorded, *self.law.ends()], default=None)

    def listed(self, publication: Publication) -> bool:
        (entry,) = read(bytes(publication.as_json))
        return bool(entry["standing"] == "active")


@pytest.fixture
def cast(integrator: Integrator, officer: User, approver: User, compliance: User) -> None:
    """The integrator of the registry's tests, and set 2 decided for 9 March."""
    arguments = {"in_force_from": SET_BEGINS.isoformat(), "citation": "2018-1 m. 3/a"}
    load_requirement_set(T0)
    file = file_of(REQUIREMENTS, at=T0)
    proposal = propose("registry.adopt_requirements", PolicyFile, file.pk, by=officer, at=T0, arguments=arguments)
    approve(proposal.pk, by=approver, at=T0)
    integrator.refresh_from_db()
    file_document(integrator.pk, by=officer, at=T0, received=received(T0), title="Karar", kind="court")
    Conditions.reached.clear()
    Conditions.cast = {"integrator": integrator, "officer": officer, "approver": approver, "compliance": compliance}
