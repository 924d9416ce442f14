"""A grace in working days that reaches a year whose holidays are unknown."""

import re
from datetime import date

import pytest
from django.test import Client

from accounts.tests.sign_in import signed_in
from deadlines.models import Deadline, DeadlineStatus
from deadlines.terms import close
from kep_gateway.kept_terms import keep
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import Notice
from law.calendar import CalendarGap
from law.clock import legal_day, moved
from law.terms import Term, Unit
from ledger.actions.approve import approve
from ledger.errors import Refused
from policies.files import file_of
from policies.loading import load_years
from policies.models import PolicyFile
from registry.models import Integrator
from registry.terms import VALIDITY
from registry.validity import carried

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
FAR = date(2035, 12, 28)


@pytest.fixture
def far(story):
    """An integrator whose certificate ends in the last year that the calendar holds, then a grace beyond it."""
    story.become_integrator(issued=date(2026, 1, 5), until=FAR)
    policy = file_of("document.grace", at=story.at)
    arguments = {"value": {"days": 5, "working": True}, "in_force_from": legal_day(story.at).isoformat()}
    proposal = story.propose("policies.set_policy", PolicyFile, policy.pk, citation="Karar", **arguments)
    story.do(approve, proposal.pk, by=story.world.approver)
    return story


def without_term(story):
    """End the running term, as two persons do who find that a certificate no longer holds."""
    close(story.integrator.dossier, [VALIDITY], DeadlineStatus.CANCELLED, at=story.at)


def page(story, by=None):
    address = f"/masa/entegrator/{story.integrator.dossier.number}/"
    with moved(story.at):
        return signed_in(Client(), by or story.world.officer).get(address)


def test_the_page_can_be_read_and_a_verification_recorded(far):
    assert page(far).status_code == 200
    assert far.verify().firm.certificates.get().verifications.count() == 1


def test_the_running_term_stays_as_it_was_counted(far):
    validity = carried(far.firm, far.at)
    assert validity
    assert validity.last == FAR
    assert not Deadline.objects.filter(term=VALIDITY, status=DeadlineStatus.CANCELLED).exists()


def test_without_a_running_term_nobody_says_until_when(far):
    without_term(far)
    validity = carried(far.firm, far.at)
    assert validity
    assert validity.automatic
    with pytest.raises(CalendarGap):
        _ = validity.last
    far.breach().wait(days=1)
    assert page(far).status_code == 200


def test_an_act_that_needs_the_day_says_what_is_missing(far):
    far.breach().wait(days=1)
    document = far.file("Giderim", "proof")
    without_term(far)
    with pytest.raises(Refused) as refused:
        far.propose("registry.reactivate", Integrator, far.integrator.pk, remedy_id=document.pk)
    assert refused.value.codes == {"calendar_gap"}
    assert "2036" in str(refused.value.obstacles[0].message)


def told(answer):
    """Return the sentences about years that a page's terms wait for, and whether each leads to the holidays."""
    found = re.findall(r'<p class="errors" role="status">(.*?)</p>', answer.content.decode())
    return [(re.findall(r"\b20\d\d\b", it.partition("<a")[0]), 'href="/masa/takvim/?yil=' in it) for it in found]


def test_the_page_says_which_year_is_missing_and_leads_there_whoever_may_load_it(far, auditor):
    assert told(page(far)) == [], "what runs stays as it was counted"
    without_term(far)
    assert told(page(far)) == [(["2036"], True)]
    assert told(page(far, auditor)) == [(["2036"], False)]
    far.end()
    assert told(page(far)) == [], "nothing of an ended integrator is counted any more"


def test_the_page_tells_of_a_served_letters_term_until_its_year_is_loaded(far):
    far.breach()
    written = far.integrator.dossier.notices.get()
    term = keep(Term("answer", 30, Unit.DAYS, rolls=True, clause="2", title="Cevap"), ())
    Notice.objects.create(
        dossier=written.dossier, step=written.step, kind="asked", letter=written.letter, firm=written.firm,
        means=written.means, address=written.address, created_at=far.at,
        status=NoticeStatus.SERVED, served_on=date(2035, 12, 20), term=term,
    )  # fmt: skip
    assert told(page(far)) == [(["2036"], True)]
    load_years(2036, 2036, at=far.at)
    assert told(page(far)) == []
