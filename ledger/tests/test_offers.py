"""Buttons and timelines: the same reasons as the act gives, and to each reader what is theirs."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from accounts.actions.register_firm import register_firm
from accounts.models import User
from law.clock import moved
from ledger.actions.approve import approve
from ledger.actions.hand_over import hand_over
from ledger.errors import NotAllowed, Refused
from ledger.models import Dossier
from ledger.offers import act_modules, offers
from ledger.tests import planted
from ledger.timeline import described, lines, told_to

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
MOVE = (planted.ACT.name,)


def test_a_button_is_offered_to_who_may_propose(planted_act, firm, officer, compliance, inspector, at):
    (offer,) = offers(MOVE, firm, officer, at)
    assert offer.enabled
    assert list(offers(MOVE, firm, compliance, at)) == []
    assert list(offers(MOVE, firm, inspector, at)) == []


def test_a_grey_button_gives_the_reasons_of_the_act(proposed, firm, officer, approver, at):
    proposal = proposed("Bursa")
    firm.ended_at = at
    firm.save()
    (offer,) = offers(MOVE, firm, officer, at)
    with pytest.raises(Refused) as refused:
        approve(proposal.pk, by=approver, at=at)
    assert not offer.enabled
    assert {it.code for it in offer.obstacles} == refused.value.codes == {"ended"}
    assert [str(it.message) for it in offer.obstacles] == [str(it.message) for it in refused.value.obstacles]


def test_an_inactive_person_is_offered_nothing(planted_act, firm, officer, at):
    officer.is_active = False
    assert list(offers(MOVE, firm, officer, at)) == []


def test_every_act_of_the_rooms_is_known_by_its_name():
    assert {"ledger.approve", "ledger.propose", "deadlines.elapse", "accounts.register_firm"} <= set(act_modules())


def test_a_firm_sees_its_own_lines_and_no_officers_name(firm, proposed, officer, approver, compliance, at):
    approve(proposed("Bursa").pk, by=approver, at=at)
    with override("en"):
        ministry = list(lines(firm.dossier, ministry=True))
        own = list(lines(firm.dossier, ministry=False))
        assert [line.n for line in ministry] == [1, 2, 3, 4]
        assert [line.n for line in own] == [1, 4]  # proposing and approving stay inside
        assert [str(line.who) for line in own] == [str(compliance), "the ministry"]
        assert [str(line.who) for line in ministry] == [str(compliance), str(officer), str(approver), str(approver)]
        assert [str(line.after_label) for line in ministry] == ["", "waiting for the second person", "approved", ""]
        assert [str(line.label) for line in own] == ["Firm registered", "Move a firm"]
        assert [line.clause for line in own] == ["3/a", "3/a"]
        assert [line.about for line in ministry] == [(), ("Move a firm",), ("Move a firm",), ()], (
            "which act is proposed"
        )


def test_what_one_person_did_again_in_one_minute_is_one_line_that_says_how_often(firm, officer, second_officer, at):
    soon = (timedelta(0), timedelta(seconds=20), timedelta(seconds=40), timedelta(minutes=1), timedelta(minutes=1))
    for by, after in zip((officer, officer, second_officer, second_officer, second_officer), soon, strict=True):
        with moved(at + after):
            to = None if Dossier.objects.get(pk=firm.dossier_id).handler else by
            hand_over(firm.dossier_id, by=by, at=at + after, to=to)
    told = [(line.n, line.times, str(line.who)) for line in lines(firm.dossier, ministry=True)][1:]
    assert told == [(3, 2, str(officer)), (4, 1, str(second_officer)), (6, 2, str(second_officer))]
    assert sum(times for _n, times, _who in told) == firm.dossier.steps.count() - 1, "no Step is lost"


def test_what_happened_meanwhile_is_told_by_audience(firm, compliance, officer, proposed, approver, at):
    approve(proposed("Bursa").pk, by=approver, at=at)
    steps = firm.dossier.steps.all()
    assert [line.n for line in told_to(officer, steps)] == [1, 2, 3, 4]
    own = told_to(compliance, steps)
    assert [line.n for line in own] == [1, 4]
    assert str(approver) not in {str(line.who) for line in own}


def test_a_step_of_an_act_that_is_gone_keeps_its_name(firm, proposed, approver, at):
    approve(proposed("Bursa").pk, by=approver, at=at)
    act_modules().pop(planted.ACT.name)
    (line,) = described(firm.dossier.steps.filter(act=planted.ACT.name), ministry=True)
    assert line.label == planted.ACT.name


def test_a_right_ends_with_the_account(firm, at):
    gone = User.objects.create_user("giden@ornek.invalid", "parola-parola-1", full_name="Giden", is_active=False)
    with pytest.raises(NotAllowed):
        register_firm(by=gone, at=at, legal_name="X A.Ş.", vkn="4840847211", kep="x@hs01.kep.tr")
