"""Two persons: what one proposed, another approves, unchanged and in time."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Firm, User
from ledger.actions.approve import approve
from ledger.actions.decline import decline
from ledger.actions.propose import VALID_FOR, propose
from ledger.acts import Act, Rule, refuse
from ledger.errors import NotAllowed, Refused
from ledger.models import Outcome, Proposal, Step
from ledger.tests import planted
from ledger.verification import verify

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def test_the_second_person_runs_what_the_first_proposed(firm, proposed, officer, approver, at):
    proposal = proposed("Bursa")
    assert proposal.preview == {"from": "", "to": "Bursa"}
    assert proposal.expires_at == at + VALID_FOR
    moved = approve(proposal.pk, by=approver, at=at)
    assert moved.province == "Bursa"
    proposal.refresh_from_db()
    assert (proposal.outcome, proposal.decided_by, proposal.decided_at) == (Outcome.APPROVED, approver, at)
    steps = firm.dossier.steps.order_by("n").values_list("act", "by")
    assert list(steps)[1:] == [
        ("ledger.propose", officer.pk),
        ("ledger.approve", approver.pk),
        ("planted.move_firm", approver.pk),
    ]
    assert list(verify()) == []


def refused(call: object) -> frozenset[str]:
    with pytest.raises(Refused) as answer:
        call()  # type: ignore[operator]  # a lambda
    return answer.value.codes


def test_nobody_approves_their_own(planted_act, firm, approver, at):
    mine = propose(planted.ACT.name, Firm, firm.pk, by=approver, at=at, arguments={"province": "Bursa"})
    assert refused(lambda: approve(mine.pk, by=approver, at=at)) == {"own_proposal"}
    mine.outcome, mine.decided_by, mine.decided_at = Outcome.APPROVED, approver, at
    with pytest.raises(IntegrityError, match="proposal_two_persons"), transaction.atomic():
        mine.save()


def test_superusers_are_asked_like_everyone(proposed, officer, approver, compliance, at):
    proposal = proposed()
    User.objects.filter(pk__in=[compliance.pk, officer.pk]).update(is_superuser=True)
    for one in User.objects.filter(is_superuser=True):
        with pytest.raises(NotAllowed):
            approve(proposal.pk, by=one, at=at)
    both = User.objects.get(pk=approver.pk)
    both.is_superuser = True
    own = propose(planted.ACT.name, Firm, _other(proposal), by=both, at=at, arguments={"province": "Bolu"})
    assert refused(lambda: approve(own.pk, by=both, at=at)) == {"own_proposal"}


def _other(proposal: Proposal) -> int:
    """Return a second firm's key, for a proposal of its own."""
    from accounts.actions.register_firm import register_firm
    from conftest import T0, person

    return register_firm(
        by=person("Üçüncü Kişi"), at=T0, legal_name="Üçüncü A.Ş.", vkn="7770000007", kep="ucuncu@hs01.kep.tr"
    ).pk


def test_who_has_no_right_is_told_nothing_else(proposed, officer, second_officer, inspector, compliance, at):
    proposal = proposed()
    for one in (second_officer, inspector, compliance):
        with pytest.raises(NotAllowed) as answer:
            approve(proposal.pk, by=one, at=at)
        assert answer.value.codes == {"not_allowed"}
    with pytest.raises(NotAllowed):
        propose(planted.ACT.name, Firm, proposal.subject_id, by=compliance, at=at, arguments={"province": "Ordu"})


def test_a_one_person_act_is_not_proposed(firm, officer, at):
    with pytest.raises(NotAllowed):
        propose("ledger.decline", Firm, firm.pk, by=officer, at=at)
    with pytest.raises(LookupError):
        propose("ledger.nothing", Firm, firm.pk, by=officer, at=at)


def test_a_proposal_expires(proposed, approver, at):
    proposal = proposed()
    assert refused(lambda: approve(proposal.pk, by=approver, at=at + VALID_FOR)) == {"expired"}
    proposal.refresh_from_db()
    assert proposal.outcome == Outcome.OPEN


def test_an_expired_one_makes_room_for_a_new_one(proposed, approver, day):
    old = proposed()
    new = proposed(days=15)
    old.refresh_from_db()
    assert old.outcome == Outcome.WITHDRAWN
    assert approve(new.pk, by=approver, at=day(15)).province == "Bursa"


def test_what_waits_already_is_not_proposed_again(proposed):
    proposed("Bursa")
    assert refused(lambda: proposed("Sinop")) == {"already_proposed"}


def test_an_act_that_would_be_refused_is_not_proposed(proposed, approver, at):
    approve(proposed("Bursa").pk, by=approver, at=at)
    assert refused(lambda: proposed("Bursa")) == {"there_already"}


def test_changed_facts_are_proposed_anew(firm, proposed, approver, at):
    proposal = proposed("Bursa")
    firm.province = "Kars"
    firm.save()
    assert refused(lambda: approve(proposal.pk, by=approver, at=at)) == {"facts_changed"}
    firm.refresh_from_db()
    assert firm.province == "Kars"


def test_an_approval_whose_act_is_refused_leaves_nothing(firm, proposed, approver, at):
    proposal = proposed("Bursa")
    firm.ended_at = at
    firm.save()
    before = Step.objects.count()
    assert refused(lambda: approve(proposal.pk, by=approver, at=at)) == {"ended"}
    proposal.refresh_from_db()
    assert (proposal.outcome, Step.objects.count()) == (Outcome.OPEN, before)


def test_changed_arguments_are_not_what_was_approved(proposed, approver, at):
    proposal = proposed("Bursa")
    proposal.arguments = {"province": "Sinop"}
    proposal.save()
    assert refused(lambda: approve(proposal.pk, by=approver, at=at)) == {"facts_changed"}


def test_a_decided_proposal_is_decided(proposed, approver, second_approver, at):
    proposal = proposed()
    approve(proposal.pk, by=approver, at=at)
    assert "decided" in refused(lambda: approve(proposal.pk, by=second_approver, at=at))
    assert refused(lambda: decline(proposal.pk, by=second_approver, at=at, reason="geç")) == {"decided"}


def test_the_second_person_declines_with_a_reason(proposed, approver, at):
    proposal = proposed()
    assert refused(lambda: decline(proposal.pk, by=approver, at=at, reason="  ")) == {"no_reason"}
    declined = decline(proposal.pk, by=approver, at=at, reason="Belge eksik")
    assert (declined.outcome, declined.decided_by) == (Outcome.DECLINED, approver)
    assert "Belge eksik" in declined.reason
    assert "Belge eksik" not in Step.objects.get(act="ledger.decline").canonical


def test_its_author_withdraws_it_and_may_propose_again(proposed, officer, at):
    withdrawn = decline(proposed().pk, by=officer, at=at, reason="Yanlış il")
    assert (withdrawn.outcome, withdrawn.decided_by) == (Outcome.WITHDRAWN, officer)
    assert proposed("Sinop").outcome == Outcome.OPEN


def test_who_could_not_approve_cannot_decline(proposed, second_officer, at):
    proposal = proposed()
    with pytest.raises(NotAllowed):
        decline(proposal.pk, by=second_officer, at=at, reason="Hayır")


def test_a_stale_page_proposes_nothing_and_hears_what_happened(planted_act, firm, officer, approver, proposed, at):
    seen = firm.dossier.steps.count()
    approve(proposed("Bursa").pk, by=approver, at=at)
    with pytest.raises(Refused) as answer:
        propose(planted.ACT.name, Firm, firm.pk, by=officer, at=at, arguments={"province": "Kars"}, seen=seen)
    assert answer.value.codes == {"stale"}
    assert [step.act for step in answer.value.since] == ["ledger.propose", "ledger.approve", "planted.move_firm"]


def test_a_two_person_act_does_not_run_without_its_proposal(planted_act, firm, approver, second_approver, proposed, at):
    proposal = proposed("Bursa")
    run = lambda by, with_: refused(  # noqa: E731  # told apart by two values only
        lambda: planted.move_firm(firm.pk, by=by, at=at, proposal=with_, province="Bursa")
    )
    assert run(approver, None) == {"second_person"}
    assert run(approver, proposal) == {"second_person"}  # still open
    approve(proposal.pk, by=approver, at=at)
    proposal.refresh_from_db()
    assert "second_person" in run(second_approver, proposal)  # approved by somebody else


def test_a_rule_is_no_second_person(firm, proposed, at):
    act = Act(planted.ACT.name, "Deneme", two_persons=True, rules=frozenset({"planted"}))
    assert refused(lambda: refuse(act, firm, by=Rule("planted"), proposal=proposed())) == {"second_person"}
    with pytest.raises(NotAllowed):
        refuse(act, firm, by=Rule("other"), proposal=None)
