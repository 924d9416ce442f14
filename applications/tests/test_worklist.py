"""What waits for the ministry: every source says so, and the next legal instant comes first."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db.models import QuerySet
from django.utils.translation import override

from applications.actions.review_again import review_again
from applications.models import Application, Asked
from applications.worklist import shared, worklist
from conftest import T0
from deadlines.models import Deadline, DeadlineStatus
from law.clock import legal_day
from ledger.actions.approve import approve
from ledger.actions.take_on import take_on
from operations.demo.story import Story
from registry.actions.verify_certificate import verify_certificate
from registry.conditions.certificate import VOID_EDITIONS, VOID_FROM
from registry.lifecycle import CertificateStatus
from registry.models import Certificate, Integrator
from registry.terms import VERIFICATION

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def waits(story, *, person=None, at=None):
    """Return what waits about this story's firm, in English, each with its next legal instant."""
    with override("en"):
        found = worklist(person or story.world.officer, at or story.at)
        return {str(it.what): it.due_at for it in found if story.name in it.about}


def running(dossier, term):
    return Deadline.objects.get(dossier=dossier, term=term, status=DeadlineStatus.OPEN).due_at


def test_what_nobody_can_do_is_no_task(story):
    story.register().start().send_all().submit().take_up().judge().find_suitable().countersign()
    assert waits(story) == {"Countersign and decide": None}
    story.propose("applications.approve", Application, story.application.pk)
    assert waits(story) == {}
    assert set(waits(story, person=story.world.approver)) == {"Decide the proposal"}
    assert waits(story, at=story.at + timedelta(days=15)) == {"Countersign and decide": None}, "it has expired"


def test_a_refresh_of_an_earlier_round_hides_no_later_one(story):
    over = "Three months are over: you may ask for refreshed documents"
    story.register().start().send_all(but=["commitment"]).submit().take_up()
    story.notify_deficiencies(commitment="Yok.").wait(days=120)
    assert set(waits(story)) == {over}
    story.write(Asked.REFRESH).sign().post().wait(days=1)
    assert waits(story) == {}, "the firm has been asked"
    story.send("commitment").complete().judge({"commitment": "Yine eksik."})
    story.write().sign().post().wait(days=120)
    assert set(waits(story)) == {over}


def test_whoever_takes_an_application_up_or_reviews_it_again_handles_it(story, second_officer):
    def handler():
        return Application.objects.get(pk=story.application.pk).dossier.handler

    story.register().start().send_all().submit()
    assert handler() is None
    story.take_up()
    assert handler() == story.world.officer
    story.judge().find_suitable()
    story.do(review_again, story.application.pk, by=second_officer)
    assert handler() == second_officer


def test_an_application_waits_at_every_step_of_the_desk(story):
    assert waits(story.register().start().send_all()) == {}
    assert waits(story.submit()) == {"Take the application up": None}
    assert waits(story.take_up()) == {"Review the application": None}
    assert waits(story.judge().find_suitable()) == {"Countersign and decide": None}


def test_a_letter_waits_for_its_next_hand_until_it_goes(story):
    story.register().start().send_all(but=["commitment"]).submit().take_up().judge({"commitment": "Yok."})
    assert "Sign the letter" in waits(story.write())
    assert "Send the letter" in waits(story.sign())
    assert waits(story.post()) == {}


def test_a_decisions_letter_waits_by_the_term_that_runs_in_its_dossier(story):
    story.become_integrator()
    pk, file = story.integrator.pk, story.file("Tutanak")
    given = {"proof_id": file.pk, "article": "Madde 6", "why_no_period": "İspatlı.", "hearing": "Alındı."}
    proposal = story.propose("registry.passivate", Integrator, pk, **given)
    assert waits(story, person=story.world.approver) == {"Decide the proposal": proposal.expires_at}
    assert waits(story, person=proposal.proposed_by) == {}
    story.do(approve, proposal.pk, by=story.world.approver)
    assert waits(story) == {"Finish the letter": running(story.integrator.dossier, VERIFICATION)}


def test_a_letter_that_was_not_served_waits(world):
    story = Story(world, "Işık İSG Yazılım A.Ş.", kep="ulasmaz@hs01.kep.tr", begins=T0)
    story.register().start().send_all(but=["commitment"]).submit().take_up()
    story.notify_deficiencies(commitment="Yok.").wait(days=3).run_loops()
    assert waits(story) == {"Not served: choose another means": None}


def test_a_newer_certificate_waits_by_the_end_of_the_old_one(story):
    story.become_integrator().renew(until=legal_day(T0) + timedelta(days=900), accept=False)
    assert waits(story) == {"Judge the newer certificate": story.integrator.active_until}


def test_a_verification_waits_once_its_term_is_over(story):
    story.become_integrator()
    story.at = running(story.integrator.dossier, VERIFICATION) + timedelta(hours=1)
    assert waits(story.run_loops()) == {"Verify the certificate anew": story.integrator.active_until}
    assert waits(story.verify()) == {}


def test_a_suspended_certificate_waits_by_the_instant_at_which_it_lapses(story):
    story.become_integrator()
    said = {"how": "web", "reference": "1", "verified_on": legal_day(story.at)}
    held = story.firm.certificates.get()
    story.do(verify_certificate, held.pk, by=story.world.officer, **said, status=CertificateStatus.SUSPENDED)
    assert waits(story) == {"No certificate carries the authority: decide": story.integrator.active_until}


def test_what_ends_soon_comes_first_then_what_waits_longest(story, world):
    late = Story(world, "Geç Yazılım A.Ş.", kep="gec@hs01.kep.tr", begins=T0)
    story.register().start().submit()
    late.wait(days=2).register().start().submit()
    third = Story(world, "Belgeli Yazılım A.Ş.", kep="belgeli@hs01.kep.tr", begins=T0)
    third.become_integrator().renew(until=legal_day(T0) + timedelta(days=900), accept=False)
    found = worklist(world.officer, third.at + timedelta(days=5))
    assert [it.about for it in found] == [story.name, late.name, third.name], "an end in years presses nobody"
    ends = third.integrator.active_until
    assert ends
    for at in (ends - timedelta(days=30), ends + timedelta(days=1)):
        assert next(it.due_at for it in worklist(world.officer, at)) == ends
    assert next(it.about for it in worklist(world.officer, ends - timedelta(days=30, seconds=1))) == story.name


def test_whose_tasks_they_are(story, world):
    other = Story(world, "Başka Yazılım A.Ş.", kep="baska@hs01.kep.tr", begins=T0)
    story.register().start().submit()
    other.register().start().submit()
    story.do(take_on, story.application.dossier_id, by=world.officer)

    def seen_by(person):
        parts = shared(worklist(person, story.at), person)
        return {key: [it.about for it in tasks] for key, tasks in parts.items()}

    both = [other.name, story.name]  # of one instant, by name
    assert seen_by(world.officer) == {"": both, "ben": [story.name], "bos": [other.name]}
    assert seen_by(world.approver) == {"": both, "ben": [], "bos": [other.name]}


def test_a_void_edition_carries_nothing_from_its_day_on(story):
    """No act lets one in; whoever held one on the day on which it became void would have to be decided on."""
    story.become_integrator()
    held, void = story.firm.certificates.get(), datetime.combine(VOID_FROM, time(12), tzinfo=UTC)
    QuerySet(Certificate).filter(pk=held.pk).update(
        edition=min(VOID_EDITIONS), issued_on=date(2024, 1, 1), first_issued_on=date(2024, 1, 1)
    )
    QuerySet(Integrator).update(approved_at=void - timedelta(days=90))
    decide = "No certificate carries the authority: decide"
    assert decide in waits(story, at=void)
    assert decide not in waits(story, at=void - timedelta(days=1))
