"""An officer questions the currency of a document: asked for, served, shown or not, and what follows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.tests.sign_in import signed_in
from conftest import T0
from deadlines.models import Deadline
from deadlines.sweeper import sweep
from deadlines.terms import open_deadline
from documents.models import Letter
from kep_gateway.models import Notice
from law.clock import day_end, legal_day, moved
from ledger.errors import NotAllowed, Refused
from registry.actions.answer_demand import answer_demand
from registry.actions.demand_document import demand_document
from registry.actions.find_not_shown import find_not_shown
from registry.actions.judge_answer import judge_answer
from registry.actions.record_answer import record_answer
from registry.actions.withdraw_demand import withdraw_demand
from registry.demanding import term_key
from registry.models import Demand, Ground, Integrator, Requirement
from registry.queries import active
from registry.requirements import load_requirement_set
from registry.terms import DEMAND
from registry.tests.conftest import received

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
SERVED = date(2026, 3, 9)
END = day_end(date(2026, 3, 24))
INSTANT = timedelta(microseconds=1)


@pytest.fixture
def circular(db):
    load_requirement_set(T0)
    return Requirement.objects.get(key="signatory_circular")


@pytest.fixture
def demand(integrator, circular, officer):
    return demand_document(
        integrator.pk, by=officer, at=T0, requirement_id=circular.pk, reason="İmza yetkilisi değişti."
    )


@pytest.fixture
def served(demand):
    """The demand whose letter was served on 9 March: shown by the end of 24 March."""
    step = demand.dossier.steps.last()
    term = open_deadline(
        demand.dossier, replace(DEMAND, key=term_key(demand)), start=SERVED, evidence="delil", step=step
    )
    assert term.due_at == END
    return demand


def answered(demand, by, at):
    with moved(at):
        return answer_demand(demand.pk, by=by, at=at, received=received(at))


def test_it_is_asked_for_by_letter_and_service_begins_the_term(demand, officer, inspector, circular):
    letter, notice = Letter.objects.get(), Notice.objects.get()
    assert (letter.kind, notice.kind) == ("registry.document_demanded", "registry.document_demanded")
    assert "İmza yetkilisi değişti." in letter.body
    assert "15 gün" in letter.body
    assert notice.term
    assert (notice.term["key"], notice.term["length"]) == (term_key(demand), 15)
    assert not Deadline.objects.filter(term=term_key(demand)).exists()
    with pytest.raises(NotAllowed):
        demand_document(demand.integrator_id, by=inspector, at=T0, requirement_id=circular.pk, reason="…")
    with pytest.raises(Refused) as refused:
        demand_document(demand.integrator_id, by=officer, at=T0, requirement_id=circular.pk, reason=" ")
    assert refused.value.codes == {"asked", "empty"}
    with pytest.raises(Refused) as refused:
        demand_document(demand.integrator_id, by=officer, at=T0, requirement_id=0, reason="Şüphe")
    assert refused.value.codes == {"not_required"}


def test_two_demands_run_beside_each_other(served, officer):
    other = Requirement.objects.get(key="commitment")
    second = demand_document(served.integrator_id, by=officer, at=T0, requirement_id=other.pk, reason="Eski.")
    assert term_key(second) != term_key(served)
    assert Deadline.objects.get(term=term_key(served)).status == "open"


def test_what_is_shown_and_accepted_meets_the_term(served, compliance, officer):
    at = END - timedelta(seconds=1)
    demand = answered(served, compliance, at)
    with moved(END + timedelta(days=1)):
        sweep(END + timedelta(days=1))
        with pytest.raises(Refused) as refused:
            find_not_shown(demand.pk, by=officer, at=END + timedelta(days=1), judgement="Gelmedi.")
        assert "answered" in refused.value.codes
        judge_answer(demand.pk, by=officer, at=END + timedelta(days=1), shown=True, judgement="Günceldir.")
    assert Demand.objects.get().status == "shown"
    assert demand.dossier.steps.filter(act="registry.answer_demand").get().facts["in_time"] is True


def test_what_is_accepted_before_the_end_ends_the_term(served, compliance, officer):
    at = T0 + timedelta(days=10)
    answered(served, compliance, at)
    with moved(at):
        judge_answer(served.pk, by=officer, at=at, shown=True, judgement="Günceldir.")
    assert Deadline.objects.get(term=term_key(served)).status == "met"


def test_what_does_not_do_after_the_end_was_not_shown(served, compliance, officer):
    answered(served, compliance, END - timedelta(seconds=1))
    at = END + timedelta(days=1)
    with moved(at):
        sweep(at)
        demand = judge_answer(served.pk, by=officer, at=at, shown=False, judgement="Eski tarihli.")
    assert demand.status == "not_shown"


def test_what_does_not_do_is_returned_and_the_time_runs_on(served, compliance, officer):
    at = T0 + timedelta(days=10)
    answered(served, compliance, at)
    with moved(at):
        judge_answer(served.pk, by=officer, at=at, shown=False, judgement="Eski tarihli.")
    demand = Demand.objects.get()
    assert (demand.status, Deadline.objects.get(term=term_key(demand)).status) == ("asked", "open")
    assert "işlemeye devam" in Letter.objects.get(kind="registry.answer_returned").body
    assert answered(served, compliance, at + timedelta(days=1)).status == "answered"


@pytest.mark.parametrize("swept", [True, False])
def test_the_term_is_over_at_its_instant_whether_or_not_the_sweeper_came(served, compliance, officer, swept):
    answered(served, compliance, END - INSTANT)
    with moved(END):
        if swept:
            sweep(END)
        demand = judge_answer(served.pk, by=officer, at=END, shown=False, judgement="Eski tarihli.")
    assert demand.status == "not_shown"
    assert "işlemeye devam" not in Letter.objects.get(kind="registry.answer_returned").body


def test_nobody_says_not_shown_before_that_instant(served, officer):
    with moved(END - INSTANT), pytest.raises(Refused) as refused:
        find_not_shown(served.pk, by=officer, at=END - INSTANT, judgement="Gelmedi.")
    assert refused.value.codes == {"running"}
    with moved(END):
        assert find_not_shown(served.pk, by=officer, at=END, judgement="Gelmedi.").status == "not_shown"


@pytest.mark.parametrize("swept", [True, False])
@pytest.mark.parametrize("taken_back", [True, False])
def test_what_is_decided_after_the_end_leaves_the_term_elapsed(served, compliance, officer, swept, taken_back):
    answered(served, compliance, END - INSTANT)
    at = END + timedelta(hours=1)
    with moved(at):
        if swept:
            sweep(at)
        if taken_back:
            withdraw_demand(served.pk, by=officer, at=at, reason="Gerek kalmadı.")
        else:
            judge_answer(served.pk, by=officer, at=at, shown=True, judgement="Günceldir.")
        sweep(at)
    term = Deadline.objects.get(term=term_key(served))
    assert (term.status, term.closed_at) == ("elapsed", END)


def test_what_comes_at_the_instant_of_the_end_is_late(served, compliance):
    answered(served, compliance, END)
    assert served.dossier.steps.get(act="registry.answer_demand").facts["in_time"] is False


def not_shown(served, officer):
    at = END + timedelta(days=1)
    with moved(at):
        sweep(at)
        find_not_shown(served.pk, by=officer, at=at, judgement="Hiçbir belge gelmedi.")
    return at, Deadline.objects.get(term=term_key(served))


def test_two_persons_make_passive_for_what_was_not_shown(served, officer, decide):
    with pytest.raises(Refused) as refused:
        decide("passivate_not_shown", served.integrator, T0, deadline_id=Deadline.objects.latest("pk").pk)
    assert refused.value.codes == {"all_shown"}
    at, term = not_shown(served, officer)
    assert term.status == "elapsed"
    assert Integrator.objects.get() in active(at)
    ground = decide("passivate_not_shown", served.integrator, at, deadline_id=term.pk)
    assert (ground.kind, ground.clause, ground.demand, ground.deadline) == ("document_not_shown", "2", served, term)
    assert not active(at).exists()
    assert "24.03.2026" in Letter.objects.get(kind="registry.not_shown").body
    with pytest.raises(Refused) as refused:
        decide("passivate_not_shown", served.integrator, at, deadline_id=term.pk)
    assert refused.value.codes == {"all_shown"}


def test_the_page_of_an_integrator_asks_little_when_something_was_not_shown(
    served, officer, django_assert_max_num_queries
):
    at, _term = not_shown(served, officer)
    address = reverse("registry:desk_integrator", args=[served.integrator.dossier.number])
    with moved(at):
        client = signed_in(Client(), officer)
        client.get(address)  # what is asked once a session, or once for a process
        with django_assert_max_num_queries(12):
            page = client.get(address).content.decode()
    assert reverse("registry:propose", args=[served.integrator.dossier.number, "passivate_not_shown"]) in page


def test_a_late_answer_is_kept_and_marked_and_may_remedy(served, compliance, officer, decide, filed):
    at, term = not_shown(served, officer)
    decide("passivate_not_shown", served.integrator, at, deadline_id=term.pk)
    with pytest.raises(Refused):
        answered(served, compliance, at)
    later = at + timedelta(days=3)
    remedy = filed(served.integrator, later, kind="remedy", by=compliance)
    decide("reactivate", served.integrator, later + timedelta(hours=1), remedy_id=remedy.pk)
    assert Ground.objects.get().closing == "remedied"


def test_a_document_that_came_by_kep_counts_from_its_arrival(served, officer, filed):
    before = filed(served.integrator, T0 - timedelta(minutes=1))
    with pytest.raises(Refused) as refused:
        record_answer(served.pk, by=officer, at=T0, document_id=before.pk)
    assert refused.value.codes == {"came_before"}
    came = T0 + timedelta(days=5)
    document = filed(served.integrator, came)
    later = came + timedelta(days=2)
    with moved(later):
        demand = record_answer(served.pk, by=officer, at=later, document_id=document.pk)
    assert (demand.status, demand.answered_at) == ("answered", document.received_at)


def test_a_demand_that_is_taken_back_ends_its_term(served, officer):
    withdraw_demand(served.pk, by=officer, at=T0, reason="Belge elimizdeymiş.")
    assert Deadline.objects.get(term=term_key(served)).status == "cancelled"
    assert legal_day(T0) < SERVED
