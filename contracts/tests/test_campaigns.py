"""A renewed version is published: every integrator's term runs, is met by sending, or ends in a ground."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.utils.translation import override

from accounts.actions.change_address import change_address
from accounts.actions.name_signatory import name_signatory
from accounts.models import Mail
from contracts import campaigns, issuing
from contracts.actions.chase import chase
from contracts.actions.receive_signed import receive_signed
from contracts.actions.request_copy import request_copy
from contracts.actions.verify_ink import verify_ink
from contracts.board import Stage, lines_of
from contracts.models import AgreementVersion, Kind, Renewal
from contracts.tests.conftest import issued, key, upload
from contracts.tests.test_drafting import drafted
from deadlines.models import Deadline, DeadlineStatus
from deadlines.sweeper import sweep
from documents import demo_ca
from documents.intake import receive
from documents.models import Letter
from kep_gateway.models import Notice
from law.clock import day_end, moved
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from ledger.errors import NotAllowed, Refused
from policies.files import CALENDAR, file_of
from registry.hooks import consequences_of
from registry.lifecycle import GroundKind, Standing
from registry.models import Ground, Integrator
from registry.queries import standing_of
from registry.tests.conftest import admitted

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LAST = date(2026, 4, 1)
"""Thirty days after 2 March 2026, a Wednesday."""
DUE = day_end(LAST)


def published(
    officer, approver, at: datetime, *, kind: str = "agreement", effective_on: str = "2026-04-02", n: int = 1
):
    version = AgreementVersion.objects.get(kind=kind, number=n)
    arguments = {"template": f"{kind}_v{n + 1}", "effective_on": effective_on}
    with moved(at):
        proposal = propose(
            "contracts.publish_version", AgreementVersion, version.pk, by=officer, at=at, arguments=arguments
        )
        made: AgreementVersion = approve(proposal.pk, by=approver, at=at)
        return made


@pytest.fixture
def integrator(version, firm, compliance, officer, approver, at) -> Integrator:
    change_address(firm.pk, by=compliance, at=at, text="Ankara")
    return admitted(firm, compliance, officer, approver, valid_until_on=date(2027, 12, 31))


@pytest.fixture
def renewed(integrator, officer, approver, day) -> AgreementVersion:
    """Version 2, published an hour after the admission, and everybody asked."""
    at = integrator.approved_at.replace(hour=10)
    made: AgreementVersion = published(officer, approver, at)
    assert campaigns.run_waiting(at) == 1
    return made


@pytest.fixture
def renewal(renewed) -> Renewal:
    return Renewal.objects.get()


@pytest.fixture
def copied(renewal, compliance, signer, day) -> Any:
    """The copy of version 2 in the integrator's dossier."""
    made = request_copy(renewal.dossier_id, by=compliance, at=day(1))
    issuing.run_waiting(day(1))
    made.refresh_from_db()
    return made


def good(copied, signer: str, at: datetime) -> bytes:
    return demo_ca.sign_as(issued(copied), signer, at=at)


def test_the_term_is_thirty_calendar_days_from_publication(renewal, renewed):
    term = renewal.deadline
    assert (term.start_on, term.raw_on, term.effective_on, term.due_at) == (date(2026, 3, 2), LAST, LAST, DUE)
    assert (term.clause, term.rolls, term.arises) == ("3/b", True, "agreement_unreturned")
    assert renewed.signing_term.due_at == DUE
    assert renewal.integrator.next_ground == GroundKind.AGREEMENT_NOT_RETURNED
    assert renewal.integrator.active_until == DUE


@pytest.mark.parametrize(
    ("start", "raw", "end"),
    [
        ("2026-02-17", "2026-03-19", "2026-03-23"),
        ("2026-02-18", "2026-03-20", "2026-03-23"),
        ("2026-04-26", "2026-05-26", "2026-06-01"),
        ("2026-07-31", "2026-08-30", "2026-08-31"),
        ("2026-09-28", "2026-10-28", "2026-10-30"),
        ("2026-12-02", "2027-01-01", "2027-01-04"),
        ("2028-01-31", "2028-03-01", "2028-03-01"),
    ],
)
def test_the_end_rolls_over_closed_days(version, officer, approver, start, raw, end):
    at = datetime.fromisoformat(f"{start}T12:00:00+03:00")
    term = published(officer, approver, at, effective_on="2029-01-01").signing_term
    assert (term.raw_on.isoformat(), term.effective_on.isoformat()) == (raw, end)


def test_a_letter_says_so_and_begins_nothing(renewal):
    letter = Letter.objects.get(kind="contracts.renewal")
    assert "01.04.2026" in letter.body
    assert not letter.burdening
    assert Notice.objects.get(letter=letter).term is None
    assert renewal.dossier.deadlines.filter(term="agreement_signature").count() == 1


def test_nobody_is_asked_twice(renewed, day):
    assert campaigns.run_waiting(day(1)) == 0
    assert Renewal.objects.count() == 1


def test_a_passive_integrator_is_asked_and_one_that_ended_is_not(
    integrator, other_firm, outsider, officer, approver, at, day
):
    other = admitted(other_firm, outsider, officer, approver, valid_until_on=date(2026, 3, 3))
    ended = Integrator.objects.get(pk=integrator.pk)
    ended.ended_at = day(2)
    ended.save()
    sweep(day(3))
    assert standing_of(Integrator.objects.get(pk=other.pk), day(3)) == Standing.PASSIVE
    published(officer, approver, day(3), effective_on="2026-05-05")
    campaigns.run_waiting(day(3))
    assert [it.integrator_id for it in Renewal.objects.all()] == [other.pk]


def test_sending_in_time_meets_it(renewal, copied, signer, send, day):
    send(copied, good(copied, signer, day(2)), day(2))
    renewal.refresh_from_db()
    assert renewal.deadline.status == DeadlineStatus.MET
    integrator = Integrator.objects.get()
    assert integrator.next_ground == GroundKind.DOCUMENT_LAPSED
    sweep(DUE)
    assert not Ground.objects.exists()


def test_a_second_before_the_end_is_in_time_and_the_end_itself_is_not(renewal, copied, signer, send, compliance):
    file = good(copied, signer, copied.issued_at)
    assert renewal.deadline.due_at == DUE
    received = receive(upload(file), at=DUE)
    signed = receive_signed(copied.pk, by=compliance, at=DUE, received=received, ink="electronic")
    renewal.refresh_from_db()
    assert renewal.sent is None
    ground = Ground.objects.get()
    assert (ground.kind, ground.at, ground.deadline) == (GroundKind.AGREEMENT_NOT_RETURNED, DUE, renewal.deadline)
    assert signed.found == []


@pytest.mark.parametrize("wrong", ["unsigned", "other", "stranger"])
def test_a_flawed_file_is_told_and_does_not_meet_it(renewal, copied, signer, send, day, wrong):
    data = {
        "unsigned": lambda: issued(copied),
        "other": lambda: demo_ca.sign_as(issued(copied).replace(b"%PDF-1.7", b"%PDF-1.6", 1), signer, at=day(2)),
        "stranger": lambda: demo_ca.sign_as(issued(copied), key("Yabancı", "44444444440"), at=day(2)),
    }[wrong]()
    assert send(copied, data, day(2)).found_in_words
    renewal.refresh_from_db()
    assert (renewal.sent, renewal.deadline.status) == (None, DeadlineStatus.OPEN)


def test_a_signatory_who_is_named_within_the_days_makes_it_good(renewal, copied, send, officer, day):
    signed = send(copied, demo_ca.sign_as(issued(copied), key("Yeni Yetkili", "22222222220"), at=day(2)), day(2))
    assert signed.found == ["not_signatory"]
    facts: dict[str, Any] = {"full_name": "Yeni Yetkili", "identity_number": "22222222220", "source": "Sirküler"}
    name_signatory(copied.firm_id, by=officer, at=day(3), from_on=date(2026, 1, 1), **facts)
    renewal.refresh_from_db()
    assert (renewal.sent, renewal.deadline.status) == (signed, DeadlineStatus.MET)
    assert Integrator.objects.get().next_ground == GroundKind.DOCUMENT_LAPSED


def test_a_signatory_who_is_named_after_the_end_changes_nothing_of_the_ground(renewal, copied, send, officer, day):
    signed = send(copied, demo_ca.sign_as(issued(copied), key("Yeni Yetkili", "22222222220"), at=day(2)), day(2))
    facts: dict[str, Any] = {"full_name": "Yeni Yetkili", "identity_number": "22222222220", "source": "Sirküler"}
    name_signatory(copied.firm_id, by=officer, at=day(40), from_on=date(2026, 1, 1), **facts)
    ground = Ground.objects.get()
    assert (ground.at, ground.closing) == (DUE, "")
    renewal.refresh_from_db()
    assert (renewal.sent, renewal.deadline.status) == (signed, DeadlineStatus.ELAPSED)


def test_ink_that_waits_for_eyes_meets_it_and_refused_the_rest_runs(renewal, copied, send, officer, approver, pdf, day):
    signed = send(copied, pdf, day(5), ink="wet")
    renewal.refresh_from_db()
    first = renewal.deadline
    assert (renewal.sent, first.status) == (signed, DeadlineStatus.MET)
    verify_ink(signed.pk, by=officer, at=day(10), confirmed=False, note="İmza sayfası eksik.")
    renewal.refresh_from_db()
    assert renewal.sent is None
    rest = renewal.deadline
    assert rest != first
    assert (rest.due_at, rest.arises, rest.status) == (DUE, "", DeadlineStatus.OPEN)
    sweep(DUE)
    assert not Ground.objects.exists()
    assert standing_of(Integrator.objects.get(), DUE) == Standing.ACTIVE
    decided(renewal, officer, approver, DUE)
    ground = Ground.objects.get()
    assert (ground.kind, ground.at, ground.deadline_id, ground.rule) == ("agreement_unreturned", DUE, rest.pk, "")


def decided(renewal: Renewal, officer, approver, at: datetime) -> Any:
    with moved(at):
        proposal = propose("contracts.passivate_unreturned", Renewal, renewal.pk, by=officer, at=at)
        return approve(proposal.pk, by=approver, at=at)


def test_refused_after_the_end_persons_decide_at_once(renewal, copied, send, officer, approver, pdf, day):
    signed = send(copied, pdf, day(5), ink="wet")
    verify_ink(signed.pk, by=officer, at=day(40), confirmed=False, note="Okunmuyor.")
    renewal.refresh_from_db()
    assert renewal.deadline.due_at == DUE
    sweep(day(40))
    assert Deadline.objects.get(pk=renewal.deadline_id).status == DeadlineStatus.ELAPSED
    assert decided(renewal, officer, approver, day(41)).at == day(41)


def test_two_persons_decide_where_the_policy_says_so(in_force, integrator, officer, approver, compliance, at, day):
    in_force("passivation.agreement_not_returned", "two_persons")
    published(officer, approver, day(1), effective_on="2026-05-01")
    campaigns.run_waiting(day(1))
    renewal = Renewal.objects.get()
    assert (renewal.deadline.arises, integrator.active_until) == ("", Integrator.objects.get().active_until)
    with pytest.raises(Refused) as refused:
        propose("contracts.passivate_unreturned", Renewal, renewal.pk, by=officer, at=day(2))
    assert refused.value.codes == {"running"}
    sweep(day(40))
    assert not Ground.objects.exists()
    with pytest.raises(NotAllowed):
        propose("contracts.passivate_unreturned", Renewal, renewal.pk, by=compliance, at=day(40))
    decided(renewal, officer, approver, day(40))
    assert Ground.objects.get().at == day(40)
    with pytest.raises(Refused) as refused:
        propose("contracts.passivate_unreturned", Renewal, renewal.pk, by=officer, at=day(41))
    assert refused.value.codes == {"found"}


def test_what_came_late_but_signed_leaves_nothing_to_decide(in_force, integrator, signer, send, officer, approver, day):
    in_force("passivation.agreement_not_returned", "two_persons")
    version = published(officer, approver, day(1), effective_on="2026-05-01")
    campaigns.run_waiting(day(1))
    compliance = integrator.firm.mandates.get().person
    made = request_copy(integrator.dossier_id, by=compliance, at=day(2))
    issuing.run_waiting(day(2))
    made.refresh_from_db()
    send(made, good(made, signer, day(40)), day(40))
    with pytest.raises(Refused) as refused:
        propose("contracts.passivate_unreturned", Renewal, Renewal.objects.get().pk, by=officer, at=day(41))
    assert refused.value.codes == {"signed"}
    (line,) = lines_of(version, day(41))
    assert line.stage == Stage.LATE


def test_a_commitment_is_renewed_likewise_and_persons_decide(integrator, officer, approver, administrator, day):
    draft = drafted("commitment", administrator, day(1))
    version = AgreementVersion.objects.get(kind=Kind.COMMITMENT)
    arguments = {"template": draft.text.sha256, "effective_on": "2026-05-01"}
    with moved(day(1)):
        act = "contracts.publish_version"
        proposal = propose(act, AgreementVersion, version.pk, by=officer, at=day(1), arguments=arguments)
        new = approve(proposal.pk, by=approver, at=day(1))
    campaigns.run_waiting(day(1))
    renewal = Renewal.objects.get()
    assert (new.kind, renewal.deadline.term, renewal.deadline.arises) == ("commitment", "commitment_signature", "")
    sweep(day(40))
    assert not Ground.objects.exists()


def test_a_firm_admitted_within_the_days_has_the_rest_of_them(
    renewed, other_firm, outsider, officer, approver, version, day
):
    other = admitted(other_firm, outsider, officer, approver, at=day(20), valid_until_on=date(2027, 12, 31))
    applied = other_firm.dossiers.filter(kind="BSV").get()
    campaigns.ask_admitted(other, applied, at=day(20))
    renewal = Renewal.objects.get(integrator=other)
    assert (renewal.deadline.due_at, renewal.asked_at) == (DUE, day(20))
    assert Integrator.objects.get(pk=other.pk).active_until == DUE


def test_a_firm_admitted_afterwards_is_not_asked(renewed, other_firm, outsider, officer, approver, day):
    other = admitted(other_firm, outsider, officer, approver, at=day(33), valid_until_on=date(2027, 12, 31))
    campaigns.ask_admitted(other, other_firm.dossiers.filter(kind="BSV").get(), at=day(33))
    assert campaigns.run_waiting(day(33)) == 0
    assert not Renewal.objects.filter(integrator=other).exists()


def test_one_campaign_at_a_time(renewed, officer, approver, day):
    with pytest.raises(Refused) as refused:
        propose(
            "contracts.publish_version",
            AgreementVersion,
            renewed.pk,
            by=officer,
            at=day(10),
            arguments={"template": "agreement_v2", "effective_on": "2026-09-01"},
        )
    assert "term_runs" in refused.value.codes


def test_a_holiday_moves_the_end_and_what_lies_ahead(renewal, officer, approver, day):
    arguments = {"day": "2026-04-01", "name": "Ek tatil", "half": False, "source": "Karar"}
    file = file_of(CALENDAR, at=day(1))
    proposal = propose("policies.add_holiday", type(file), file.pk, by=officer, at=day(1), arguments=arguments)
    with moved(day(1)):
        approve(proposal.pk, by=approver, at=day(1))
    sweep(day(2))
    renewal.refresh_from_db()
    assert renewal.deadline.effective_on == date(2026, 4, 2)
    assert Integrator.objects.get().active_until == day_end(date(2026, 4, 2))


def test_the_desk_reminds_those_who_have_not_sent_once_a_day(renewed, renewal, copied, signer, send, officer, day):
    assert chase(renewed.pk, by=officer, at=day(2)) == 1
    assert Mail.objects.filter(subject__contains="Hatırlatma").count() == 1
    with pytest.raises(Refused) as refused:
        chase(renewed.pk, by=officer, at=day(2))
    assert refused.value.codes == {"chased"}
    send(copied, good(copied, signer, day(3)), day(3))
    with pytest.raises(Refused) as refused:
        chase(renewed.pk, by=officer, at=day(3))
    assert refused.value.codes == {"nobody"}


def test_reminders_go_out_by_the_policy(renewal, day):
    assert renewal.deadline.reminders.count() == 5
    sweep(day(26))
    assert Mail.objects.filter(subject__startswith="Hatırlatma").count() == 3  # 20, 10 and 5 days before


def test_passive_for_it_only_the_signed_version_makes_active_again(
    renewal, copied, signer, send, officer, approver, compliance, day
):
    sweep(day(40))
    integrator = Integrator.objects.get()
    assert standing_of(integrator, day(40)) == Standing.PASSIVE
    with pytest.raises(Refused) as refused:
        propose("registry.reactivate", Integrator, integrator.pk, by=officer, at=day(40))
    assert refused.value.codes == {"not_signed"}
    signed = send(copied, good(copied, signer, day(41)), day(41))
    with moved(day(42)):
        proposal = propose("registry.reactivate", Integrator, integrator.pk, by=officer, at=day(42))
        approve(proposal.pk, by=approver, at=day(42))
    ground = Ground.objects.get()
    assert (ground.closing, ground.closing_document) == ("remedied", signed.document)
    assert standing_of(Integrator.objects.get(), day(42)) == Standing.ACTIVE


def test_the_preview_lists_every_firm_and_how_it_is_written_to(integrator, version, officer, at):
    arguments = {"template": "agreement_v2", "effective_on": "2026-05-01"}
    act = "contracts.publish_version"
    said = propose(act, AgreementVersion, version.pk, by=officer, at=at, arguments=arguments).preview
    assert said["firms"] == sum(said["letters"].values()) == 1
    assert said["effects"][0]["firms"] == [integrator.firm.legal_name]
    assert said["starts"][0] | {"title": ""} == {"title": "", "length": 30, "unit": "d"}


def test_who_became_an_integrator_meanwhile_changes_what_the_second_person_approves(
    integrator, other_firm, outsider, version, officer, approver, day
):
    arguments = {"template": "agreement_v2", "effective_on": "2026-05-01"}
    act = "contracts.publish_version"
    proposal = propose(act, AgreementVersion, version.pk, by=officer, at=day(1), arguments=arguments)
    admitted(other_firm, outsider, officer, approver, at=day(1), valid_until_on=date(2027, 12, 31))
    with pytest.raises(Refused) as refused:
        approve(proposal.pk, by=approver, at=day(2))
    assert refused.value.codes == {"facts_changed"}


def test_a_preview_says_what_must_be_signed_before_the_firm_is_active_again(renewal, integrator, day):
    with override("tr"):
        (said,) = consequences_of(integrator, Standing.PASSIVE, day(2))
        assert "2" in said
        assert said.startswith("Yeniden etkinleştirilmeden önce sözleşme")
    assert consequences_of(integrator, Standing.ENDED, day(2)) == []
