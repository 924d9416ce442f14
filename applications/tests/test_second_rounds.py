"""What happens when something happens again: a second letter, a second agreement, a second admission."""

from datetime import timedelta

import pytest
from django.test import Client, override_settings

from accounts.models import Firm
from accounts.tests.sign_in import signed_in
from applications.actions.compose_request import compose_request
from applications.actions.judge import judge
from applications.actions.review_again import review_again
from applications.actions.submit import submit
from applications.lifecycle import Status
from applications.models import Application, Asked, Mark
from applications.worklist import worklist
from contracts.actions.request_copy import request_copy
from contracts.models import AgreementVersion
from documents.actions.discard_letter import discard_letter
from documents.actions.settle_scan import settle_scan
from law.clock import moved
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from ledger.acts import Rule
from ledger.errors import Refused
from ledger.verification import verify
from registry.lifecycle import Standing
from registry.models import Integrator
from registry.queries import standing_of
from tests.races import at_once, only_postgresql

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    return caught.value.codes


def asked_and_over(story):
    """Let the first letter's three months end unmet."""
    story.register().start().send_all(but=["backup_procedure"]).submit().take_up()
    story.notify_deficiencies(backup_procedure="Yok.").wait(days=6)
    story.at = story.application.dossier.deadlines.get(term="completion").due_at + timedelta(hours=1)
    return story.run_loops()


def waits_for_refreshing(story):
    tasks = [str(task.what) for task in worklist(story.world.officer, story.at)]
    return any("Üç ay doldu" in what for what in tasks)


def test_the_newest_letters_term_counts_even_while_it_is_not_served(story):
    asked_and_over(story)
    assert waits_for_refreshing(story)
    story.send("backup_procedure").complete()
    story.judge({"backup_procedure": "Okunmuyor."}).write().sign().post()
    codes = refused(compose_request, story.application.pk, by=story.world.officer, at=story.at, asked=Asked.REFRESH)
    assert codes == {"not_elapsed"}
    assert not waits_for_refreshing(story)
    story.wait(days=6)
    newest = story.application.dossier.deadlines.filter(term="completion").latest("pk")
    story.at = newest.due_at + timedelta(hours=1)
    story.run_loops()
    assert waits_for_refreshing(story)
    assert compose_request(story.application.pk, by=story.world.officer, at=story.at, asked=Asked.REFRESH).pk


def test_a_judgement_stays_until_something_new_was_sent_for_it(story):
    story.register().start().send_all(but=["backup_procedure", "commitment"]).submit().take_up()
    story.notify_deficiencies(backup_procedure="Yok.", commitment="Bu da yok.")
    story.send("backup_procedure").complete()
    sent, unsent = story.item("backup_procedure"), story.item("commitment")
    assert (sent.mark, sent.reason) == (Mark.OPEN, "Yok.")
    assert (unsent.mark, unsent.reason) == (Mark.DEFICIENT, "Bu da yok.")


def test_an_answer_to_a_question_wipes_no_judgement(story):
    story.register().start().send_all(but=["commitment"]).submit().take_up()
    story.judge({"commitment": "Yok."}).write(Asked.INFORMATION).sign().post()
    story.send("backup_procedure").complete()
    assert (story.item("commitment").mark, story.item("commitment").reason) == (Mark.DEFICIENT, "Yok.")


def test_a_document_taken_back_opens_its_judgement_and_leaves_nothing_to_be_met(story):
    story.register().start().send_all(but=["commitment"]).submit().take_up()
    story.notify_deficiencies(commitment="Yok.")
    attachment = story.item("backup_procedure").attachments.get()
    with moved(story.at):
        answer = signed_in(Client(), story.person).post(f"/portal/ek/{attachment.pk}/geri-al/")
    assert answer.status_code == 302
    assert story.item("backup_procedure").mark == Mark.OPEN
    story.send("commitment").complete()
    item = story.item("backup_procedure")
    assert refused(judge, item.pk, by=story.world.officer, at=story.at, mark=Mark.MET) == {"nothing_sent"}


def test_a_dossier_of_no_firm_is_not_found_like_an_unknown_one(story):
    story.register()
    client = signed_in(Client(), story.person)
    for number in (
        story.world.officer.dossier.number,
        AgreementVersion.objects.get(kind="agreement").dossier.number,
        "YOK-1",
    ):
        assert client.get(f"/portal/sozlesme/{number}/").status_code == 404, number


@pytest.mark.parametrize("found", [None, "EICAR"])
def test_what_has_not_passed_the_virus_scan_is_not_met(story, found):
    story.register().start()
    with override_settings(SCANNER="clamd"):
        story.send("backup_procedure")
    story.submit().take_up()
    document = story.item("backup_procedure").attachments.get().document
    if found:
        settle_scan(document.pk, by=Rule("scanner"), at=story.at, found=found)
    item = story.item("backup_procedure")
    assert refused(judge, item.pk, by=story.world.officer, at=story.at, mark=Mark.MET) == {"not_clean"}


def test_a_newer_agreement_after_countersigning_is_signed_and_approved(story):
    story.register().start().send_all().submit().take_up().judge().find_suitable().countersign()
    newest = AgreementVersion.objects.get(kind="agreement")
    effective = (story.at + timedelta(days=40)).date().isoformat()
    given = {"template": "agreement_v2", "effective_on": effective}
    proposal = story.propose("contracts.publish_version", AgreementVersion, newest.pk, **given)
    story.do(approve, proposal.pk, by=story.world.approver)
    story.wait(days=45)
    pk = story.application.pk
    codes = refused(propose, "applications.approve", Application, pk, by=story.world.officer, at=story.at)
    assert "agreement_version_ended" in codes
    story.do(review_again, pk, by=story.world.officer)
    item, reason = story.item("agreement"), "Yeni sürüm yürürlükte."
    story.do(judge, item.pk, by=story.world.officer, mark=Mark.DEFICIENT, reason=reason)
    story.write().sign().post()
    story.do(request_copy, story.application.dossier.pk, by=story.person)
    story.run_loops().sign_agreement().complete().judge().find_suitable().countersign().approve()
    assert Integrator.objects.get().approved_at == story.at


def test_a_firm_that_ended_as_integrator_is_admitted_anew(story):
    story.become_integrator().wait(days=30).end()
    first = story.integrator
    story.wait(days=30).start().send_all().submit().take_up().judge().find_suitable().countersign().approve()
    second = story.integrator
    assert first.pk != second.pk
    assert (standing_of(first, story.at), standing_of(second, story.at)) == (Standing.ENDED, Standing.ACTIVE)
    assert first.firm_code != second.firm_code
    assert first.slug != second.slug
    assert Client().get(f"/firma/{first.slug}/").status_code == 200
    assert list(verify()) == []


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_firm_does_not_end_while_its_application_is_handed_in(story, papered):
    story.register().start()
    given = {"document": papered(story.firm.dossier)}
    proposal = story.propose("accounts.end_firm", Firm, story.firm.pk, **given)
    results = at_once(
        lambda: submit(story.application.pk, by=story.person, at=story.at),
        lambda: approve(proposal.pk, by=story.world.approver, at=story.at),
    )
    assert sum(isinstance(it, Exception) for it in results) == 1, results
    story.application.refresh_from_db()
    story.firm.refresh_from_db()
    assert (story.application.status == Status.SUBMITTED) == (story.firm.ended_at is None)


def test_what_was_never_handed_in_is_nobodys_but_the_firms(story):
    story.register().start().send("backup_procedure")
    document = story.item("backup_procedure").attachments.get().document
    address = f"/belge/{document.pk}/"
    with moved(story.at):
        for person in (story.world.officer, story.world.auditor, story.world.approver):
            assert signed_in(Client(), person).get(address).status_code == 404
        assert signed_in(Client(), story.person).get(address).status_code == 200
    story.submit()
    with moved(story.at):
        assert signed_in(Client(), story.world.auditor).get(address).status_code == 200


def test_the_letter_that_tells_a_decision_is_not_discarded(story):
    story.register().start().send_all().submit().take_up().judge().find_suitable().countersign()
    proposal = story.propose("applications.approve", Application, story.application.pk)
    story.do(approve, proposal.pk, by=story.world.approver)
    letter = story.application.dossier.letters.get()
    assert refused(discard_letter, letter.pk, by=story.world.officer, at=story.at) == {"announces"}
