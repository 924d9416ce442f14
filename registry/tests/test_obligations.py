"""What must be held for ever beside the certificate: owed from a set's first day, shown, judged, renewed, lapsed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from conftest import T0
from deadlines.models import Deadline
from deadlines.simulation import simulate
from deadlines.sweeper import sweep
from deadlines.terms import explained
from documents.models import Letter
from law.clock import day_end, legal_day, moved
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from ledger.errors import NotAllowed, Refused
from policies.actions.set_policy import ACT as SET_POLICY
from policies.files import REQUIREMENTS, file_of
from policies.models import PolicyFile
from registry.actions.accept_showing import accept_showing
from registry.actions.decide_concern import decide_concern
from registry.actions.enter_certificate import enter_certificate
from registry.actions.refuse_certificate import refuse_certificate
from registry.actions.refuse_showing import refuse_showing
from registry.actions.review_ground import review_ground
from registry.actions.show_document import show_document
from registry.lifecycle import GroundKind, Standing
from registry.models import Ground, Integrator, Obligation, Requirement, Showing
from registry.not_shown import all_not_shown
from registry.obligations import begin_obligations
from registry.queries import active, standing_of
from registry.requirements import load_requirement_set
from registry.tests.conftest import admitted, certificate_fields, received

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
IN_FORCE = date(2026, 3, 9)
STATIC, HOSTING = "static_security_test", "hosting_approval"
YEAR_LATER = date(2027, 3, 9)


def at_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=UTC)


@pytest.fixture
def second_set(db, officer, approver):
    """Requirement set 2, in force from 9 March 2026 by a decision of two persons on 2 March."""
    arguments = {"in_force_from": IN_FORCE.isoformat(), "citation": "2018-1 m. 3/a"}
    load_requirement_set(T0)
    file = file_of(REQUIREMENTS, at=T0)
    proposal = propose("registry.adopt_requirements", PolicyFile, file.pk, by=officer, at=T0, arguments=arguments)
    approve(proposal.pk, by=approver, at=T0)


@pytest.fixture
def owing(integrator, second_set):
    """The integrator of the cast on the day on which set 2 came into force, its certificate good until 2029."""
    sweep(at_noon(IN_FORCE))
    integrator.refresh_from_db()
    return integrator


def obligation(integrator, key):
    return Obligation.objects.get(integrator=integrator, key=key, ended_at=None)


def shown(owed, by, at, dated_on, **more):
    with moved(at):
        return show_document(owed.pk, by=by, at=at, received=received(at), dated_on=dated_on, **more)


@pytest.fixture
def held_through(owing, compliance, officer):
    """The static test, dated 10 March 2026 and accepted: held through 10 March 2027."""
    at = at_noon(date(2026, 3, 12))
    showing = shown(obligation(owing, STATIC), compliance, at, date(2026, 3, 10))
    with moved(at):
        accept_showing(showing.pk, by=officer, at=at)
    return obligation(owing, STATIC)


def test_a_set_opens_what_is_owed_on_its_first_day_and_not_before(integrator, second_set):
    sweep(at_noon(IN_FORCE) - timedelta(days=1))
    assert not integrator.obligations.exists()
    for _round in range(3):
        sweep(at_noon(IN_FORCE) + timedelta(days=_round))
    owed = {it.key: it for it in integrator.obligations.all()}
    assert {STATIC, "dynamic_security_test", HOSTING} <= owed.keys()
    assert integrator.dossier.steps.filter(act="registry.owe").count() == 1
    assert owed[STATIC].began_on == IN_FORCE
    first = owed[STATIC].deadline
    assert (first.raw_on, first.effective_on) == (YEAR_LATER, date(2027, 3, 12))  # Ramazan Bayramı 9–11 Mart 2027
    assert not first.arises
    assert owed[HOSTING].concerned is None
    assert owed[HOSTING].deadline is None


def test_who_is_admitted_later_owes_it_from_that_day(firm, compliance, officer, approver, second_set):
    at = at_noon(IN_FORCE + timedelta(days=30))
    integrator = admitted(firm, compliance, officer, approver, at=at)
    assert obligation(integrator, STATIC).began_on == legal_day(at)
    sweep(at)
    assert integrator.obligations.filter(key=STATIC).count() == 1


def test_nothing_lapses_that_was_never_shown_persons_decide(owing):
    end = obligation(owing, STATIC).deadline.due_at
    with moved(end):
        sweep(end + timedelta(days=1))
    assert obligation(owing, STATIC).deadline.status == "elapsed"
    assert not owing.grounds.filter(showing__isnull=False).exists()


def test_persons_decide_on_what_was_never_shown_while_nothing_waits(owing, compliance, officer):
    owed = obligation(owing, STATIC)
    end = owed.deadline.due_at
    assert not all_not_shown(owing)
    with moved(end):
        sweep(end + timedelta(days=1))
    found = {it.row.requirement.key: (it.row, it.by) for it in all_not_shown(owing).values()}
    assert found[STATIC] == (owed, "obligation")
    assert HOSTING not in found
    at = end + timedelta(days=2)
    showing = shown(owed, compliance, at, legal_day(at))
    assert owed.deadline_id not in all_not_shown(owing)
    with moved(at):
        refuse_showing(showing.pk, by=officer, at=at, reason="Okunmuyor.")
    assert all_not_shown(owing)[owed.deadline_id].row == owed


def test_on_what_was_never_shown_one_ground_rests_until_it_is_annulled(owing, decide, filed):
    term = obligation(owing, STATIC).deadline
    at = term.due_at + timedelta(days=1)
    sweep(at)
    ground = decide("passivate_not_shown", owing, at, deadline_id=term.pk)
    assert term.pk not in all_not_shown(owing)
    decide("annul_ground", owing, at, ground_id=ground.pk, document_id=filed(owing, at, kind="court").pk)
    assert all_not_shown(owing)[term.pk].by == "obligation"


def test_what_was_shown_and_accepted_lapses_at_the_instant(held_through, carried_on):
    integrator, end = held_through.integrator, day_end(date(2027, 3, 10))
    carried_on(integrator)
    assert held_through.deadline.due_at == end
    for late in (timedelta(0), timedelta(days=4)):
        with transaction.atomic():
            with moved(end + late):
                assert standing_of(Integrator.objects.get(), end - timedelta(microseconds=1)) == Standing.ACTIVE
                assert standing_of(Integrator.objects.get(), end) == Standing.PASSIVE
                sweep(end + late)
                sweep(end + late)
            ground = Ground.objects.get()
            assert (ground.kind, ground.at, ground.clause) == (GroundKind.DOCUMENT_LAPSED, end, "2")
            assert ground.lapsed_on == date(2027, 3, 10)
            assert ground.showing
            assert ground.showing.obligation == held_through
            assert not active(end).exists()
            letter = Letter.objects.get(kind="registry.document_lapsed")
            assert "10.03.2027" in letter.body
            assert "statik güvenlik testi" in letter.body
            transaction.set_rollback(True)


@pytest.fixture
def carried_on(renewed):
    """`carried_on(integrator)` lets its certificate carry it through 2027."""

    def do(integrator):
        renewed(integrator, at_noon(date(2026, 3, 12)), valid_until_on=date(2028, 1, 1))
        integrator.refresh_from_db()

    return do


def test_a_renewal_in_its_window_carries_on_without_a_gap(held_through, carried_on, compliance, officer):
    integrator = held_through.integrator
    carried_on(integrator)
    early = at_noon(date(2026, 12, 9))
    with pytest.raises(Refused) as refused:
        shown(held_through, compliance, early, legal_day(early))
    assert refused.value.codes == {"too_early"}
    at = at_noon(date(2027, 1, 15))
    newer = shown(held_through, compliance, at, legal_day(at))
    with moved(at):
        accept_showing(newer.pk, by=officer, at=at)
    assert obligation(integrator, STATIC).deadline.effective_on == date(2028, 1, 15)
    with moved(day_end(date(2027, 3, 10))):
        sweep(day_end(date(2027, 3, 10)))
    assert not Ground.objects.exists()


@pytest.mark.parametrize(
    ("key", "dated", "until", "codes"),
    [
        (STATIC, date(2026, 3, 13), None, {"in_future"}),
        (STATIC, date(2025, 3, 1), None, {"lapsed"}),
        (STATIC, date(2026, 3, 1), date(2027, 3, 1), {"end_unasked"}),
        (HOSTING, date(2026, 3, 1), None, {"no_end"}),
        (HOSTING, date(2026, 3, 1), date(2026, 2, 1), {"ends_before_date", "lapsed"}),
        (HOSTING, date(2026, 1, 1), date(2026, 3, 11), {"lapsed"}),
    ],
)
def test_days_that_cannot_be_are_refused_at_their_field(owing, compliance, officer, key, dated, until, codes):
    at = at_noon(date(2026, 3, 12))
    owed = obligation(owing, key)
    if key == HOSTING:
        with moved(at):
            decide_concern(owed.pk, by=officer, at=at, concerned=True, decision="Veri merkezi üçüncü kişinin.")
    with pytest.raises(Refused) as refused:
        shown(owed, compliance, at, dated, valid_until_on=until)
    assert refused.value.codes == codes
    assert all(it.field in {"dated_on", "valid_until_on"} for it in refused.value.obstacles)
    assert not Showing.objects.filter(obligation=owed).exists()


def test_an_officer_decides_whom_a_conditional_item_concerns(owing, compliance, officer, inspector):
    at, owed = at_noon(date(2026, 3, 12)), obligation(owing, HOSTING)
    with moved(at):
        with pytest.raises(Refused) as refused:
            shown(owed, compliance, at, legal_day(at), valid_until_on=date(2027, 1, 1))
        assert refused.value.codes == {"not_concerned"}
        with pytest.raises(NotAllowed):
            decide_concern(owed.pk, by=inspector, at=at, concerned=True, decision="…")
        with pytest.raises(Refused) as refused:
            decide_concern(owed.pk, by=officer, at=at, concerned=True, decision=" ")
        assert refused.value.codes == {"empty"}
        decide_concern(owed.pk, by=officer, at=at, concerned=True, decision="Veri merkezi üçüncü kişinin.")
        first = obligation(owing, HOSTING).deadline
        assert (first.raw_on, first.status) == (date(2026, 4, 11), "open")
        decide_concern(owed.pk, by=officer, at=at, concerned=False, decision="Kendi binasında.")
        first.refresh_from_db()
        assert (first.status, obligation(owing, HOSTING).deadline) == ("cancelled", None)


def test_a_document_is_judged_once_and_its_refusal_leaves_the_term(owing, compliance, officer):
    at, owed = at_noon(date(2026, 3, 12)), obligation(owing, STATIC)
    showing = shown(owed, compliance, at, date(2026, 3, 10))
    with moved(at):
        with pytest.raises(Refused) as refused:
            shown(owed, compliance, at, date(2026, 3, 11))
        assert refused.value.codes == {"waiting"}
        refuse_showing(showing.pk, by=officer, at=at, reason="Kapsamı eksik.")
        for act in (accept_showing, lambda pk, **how: refuse_showing(pk, reason="Yine.", **how)):
            with pytest.raises(Refused) as refused:
                act(showing.pk, by=officer, at=at)
            assert refused.value.codes == {"judged"}
    assert obligation(owing, STATIC).deadline.status == "open"


def test_reactivation_asks_for_everything_that_must_be_held(held_through, carried_on, compliance, officer, decide):
    integrator, end = held_through.integrator, day_end(date(2027, 3, 10))
    carried_on(integrator)
    at = end + timedelta(days=2)
    with moved(at):
        sweep(at)
    with pytest.raises(Refused) as refused:
        decide("reactivate", integrator, at, remedy_id=None)
    assert refused.value.codes == {"not_held"}
    newer = shown(obligation(integrator, STATIC), compliance, at, legal_day(at))
    with moved(at):
        accept_showing(newer.pk, by=officer, at=at)
    decide("reactivate", integrator, at, remedy_id=None)
    ground = Ground.objects.get()
    assert (ground.closing, ground.closing_document) == ("remedied", newer.document)
    assert active(at).get() == integrator


def test_the_law_asks_nothing_of_a_set_that_is_replaced(owing, officer):
    """A later set that drops an item ends what is owed; one that keeps it measures what is shown from then on."""
    with moved(at_noon(IN_FORCE)):
        owed = obligation(owing, STATIC)
        step = owing.dossier.steps.last()
        assert begin_obligations(owing, at=at_noon(IN_FORCE), step=step) == []
        assert owed.requirement == Requirement.objects.get(requirement_set__version=2, key=STATIC)


def policy(key, value, officer, approver, at):
    arguments = {"value": value, "in_force_from": legal_day(at).isoformat(), "citation": "Makam oluru"}
    with moved(at):
        proposal = propose(SET_POLICY.name, PolicyFile, file_of(key, at=at).pk, by=officer, at=at, arguments=arguments)
        approve(proposal.pk, by=approver, at=at)


def test_by_default_nothing_holds_a_lapse(integrator, compliance):
    at = at_noon(date(2026, 6, 20))
    renewal(integrator, compliance, at)
    assert Integrator.objects.get().active_until == day_end(date(2026, 6, 30))


def renewal(integrator, person, at):
    name = integrator.firm.legal_name
    fields = certificate_fields(name, issued_on=date(2026, 6, 15), valid_until_on=date(2029, 6, 14))
    with moved(at):
        return enter_certificate(integrator.dossier_id, by=person, at=at, received=received(at), fields=fields)


def test_a_renewal_that_waits_holds_the_lapse_as_long_as_the_policy_says(integrator, compliance, officer, approver):
    at = at_noon(date(2026, 6, 20))
    policy("document.hold_days", 10, officer, approver, at)
    newer = renewal(integrator, compliance, at)
    held_end = day_end(date(2026, 7, 10))
    assert Integrator.objects.get().active_until == held_end
    term = Deadline.objects.get(term="certificate_validity", status="open")
    assert term.raw_on == date(2026, 6, 30)
    assert "değerlendirilmesi bekleniyor: 10 Temmuz 2026" in explained(term)
    with moved(held_end):
        sweep(held_end - timedelta(microseconds=1))
        assert not Ground.objects.exists()
        sweep(held_end)
    assert Ground.objects.get().at == held_end
    assert newer.refused_at is None


def test_what_comes_after_an_end_that_nobody_recorded_holds_nothing_and_is_kept(
    integrator, compliance, officer, approver
):
    policy("document.hold_days", 10, officer, approver, at_noon(date(2026, 6, 20)))
    late = renewal(integrator, compliance, at_noon(date(2026, 7, 1)))
    ground = Ground.objects.get()
    assert (ground.at, late.document.sha256 != "") == (day_end(date(2026, 6, 30)), True)
    assert Integrator.objects.get().active_until is None


@pytest.mark.parametrize(
    ("refused_on", "ends_on"), [(date(2026, 6, 25), date(2026, 6, 30)), (date(2026, 7, 4), date(2026, 7, 4))]
)
def test_a_refusal_lets_the_lapse_go_but_never_into_the_past(
    integrator, compliance, officer, approver, refused_on, ends_on
):
    at = at_noon(date(2026, 6, 20))
    policy("document.hold_days", 10, officer, approver, at)
    newer = renewal(integrator, compliance, at)
    at = at_noon(refused_on)
    with moved(at):
        refuse_certificate(newer.pk, by=officer, at=at, reason="Başka firmanın.")
    assert Integrator.objects.get().active_until == day_end(ends_on)


def test_the_firm_is_warned_by_letter_before_the_end(integrator):
    with moved(at_noon(date(2026, 6, 28))):
        sweep(at_noon(date(2026, 6, 28)))
    letters = Letter.objects.filter(kind="registry.lapse_ahead")
    assert letters.count() == 2
    assert all("30.06.2026" in it.body and "kendiliğinden pasife" in it.body for it in letters)
    assert {legal_day(it.drafted_at) for it in letters} == {date(2026, 6, 1), date(2026, 6, 24)}


def test_a_lapse_that_happened_by_itself_is_looked_at_afterwards(integrator, officer, inspector):
    end = day_end(date(2026, 6, 30))
    with moved(end):
        sweep(end)
        ground = Ground.objects.get()
        with pytest.raises(NotAllowed):
            review_ground(integrator.pk, by=inspector, at=end, ground_id=ground.pk, review="Doğru.")
        review_ground(integrator.pk, by=officer, at=end, ground_id=ground.pk, review="Belge süresi dolmuş, doğru.")
        with pytest.raises(Refused) as refused:
            review_ground(integrator.pk, by=officer, at=end, ground_id=ground.pk, review="Yine.")
    assert refused.value.codes == {"none_waits"}
    ground.refresh_from_db()
    assert (ground.reviewed_by, ground.review) == (officer, "Belge süresi dolmuş, doğru.")


def test_a_simulated_year_names_every_end_and_changes_nothing(held_through):
    before = Deadline.objects.count()
    effects = simulate(at_noon(date(2027, 4, 14)))
    assert Deadline.objects.count() == before
    assert {"registry.lapse", "registry.warn"} <= {it.act for it in effects}


def test_the_database_alone_refuses_a_ground_without_its_facts(held_through):
    integrator = held_through.integrator
    common = {"integrator": integrator, "clause": "2", "at": T0, "recorded_at": T0, "rule": "sweeper"}
    for facts in (
        {"kind": "document_lapsed", "lapsed_on": T0.date()},
        {"kind": "document_lapsed", "showing": held_through.showings.get()},
        {"kind": "document_not_shown", "obligation": held_through, "deadline": held_through.deadline},
        {"kind": "agreement_unreturned"},
        {"kind": "agreement_unreturned", "deadline": held_through.deadline, "clause": "3/b"},
        {"kind": "whim", "deadline": held_through.deadline},
    ):
        with pytest.raises(IntegrityError, match="ground_has_its_facts"), transaction.atomic():
            Ground.objects.create(**{**common, **facts})
    Ground.objects.create(**common, kind="agreement_unreturned", deadline=held_through.deadline)
