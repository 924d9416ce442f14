from datetime import date, timedelta

import pytest

from applications.actions.approve import approve as approve_act
from applications.actions.approve import obstacles as approval
from applications.actions.attach import attach
from applications.actions.complete import complete
from applications.actions.compose_request import compose_request
from applications.actions.fill_in import fill_in
from applications.actions.find_suitable import find_suitable
from applications.actions.judge import judge
from applications.actions.review_again import review_again
from applications.actions.send_request import send_request
from applications.actions.start import start
from applications.actions.submit import submit
from applications.actions.take_back import take_back
from applications.actions.take_up import take_up
from applications.actions.withdraw import withdraw
from applications.forms import FillInForm
from applications.lifecycle import Status
from applications.models import Application, Asked, Attachment, Mark
from applications.queries import OVER_SINCE, counted_on, over_since
from deadlines.models import Deadline, DeadlineStatus
from documents.intake import receive
from kep_gateway.models import Notice
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from ledger.errors import NotAllowed, Refused
from operations.demo.samples import pdf, upload
from registry.models import Integrator

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    return caught.value.codes


def test_an_incomplete_application_can_be_handed_in(story):
    story.register().start().submit()
    assert story.application.dossier.steps.last().facts["missing"] != []
    story.application.refresh_from_db()
    assert story.application.status == Status.SUBMITTED


def test_only_one_application_is_open_per_firm(story):
    story.register().start()
    assert refused(start, story.firm.pk, by=story.person, at=story.at) == {"open_application"}


def test_a_withdrawn_application_makes_room_for_another_and_ends_its_term(story):
    story.register().start().submit().take_up().notify_deficiencies(
        **{item.requirement.key: "Gönderilmemiştir." for item in story.application.items.all()}
    )
    story.wait(days=6).withdraw()
    assert story.application.dossier.deadlines.get(term="completion").status == DeadlineStatus.CANCELLED
    assert story.start().application.status == Status.DRAFT


def test_malformed_values_are_refused_at_their_fields(story):
    story.register().start()
    with pytest.raises(Refused) as caught:
        fill_in(story.application.pk, by=story.person, at=story.at, product="X", remote_ip="192.0.2.1, 192.0.2.2")
    assert [o.field for o in caught.value.obstacles] == ["remote_ip"]


@pytest.mark.parametrize("product", ["--", "\u3164", "x" * 201])
def test_a_product_is_named_so_that_it_can_be_read_or_not_yet_named(story, product):
    story.register().start()
    with pytest.raises(Refused) as caught:
        fill_in(story.application.pk, by=story.person, at=story.at, product=product, remote_ip="")
    assert [o.field for o in caught.value.obstacles] == ["product"]
    assert set(FillInForm({"product": product}).errors) == {"product"}
    story.application.product = product[:200]
    assert ("no_product" in {it.code for it in approval(story.application, at=story.at)}) == (product[0] != "x")
    for typed, kept in (("\u202e", ""), (" Işık\u200e  İSG ", "Işık İSG")):
        saved = fill_in(story.application.pk, by=story.person, at=story.at, product=typed, remote_ip="")
        assert saved.product == kept


def test_nothing_changes_under_the_reviewers_eyes(story):
    story.register().start().send("backup_procedure").submit().take_up()
    item, at = story.item("backup_procedure"), story.at
    received = receive(upload("a.pdf", pdf("Başka", "B")), at=at)
    assert refused(attach, item.pk, by=story.person, at=at, received=received) == {"with_the_ministry"}
    sent = Attachment.objects.get(item=item)
    assert refused(take_back, sent.pk, by=story.person, at=at) == {"with_the_ministry"}


def test_a_requirement_is_met_only_by_what_was_sent(story):
    story.register().start().submit().take_up()
    item = story.item("backup_procedure")
    assert refused(judge, item.pk, by=story.world.officer, at=story.at, mark=Mark.MET) == {"nothing_sent"}
    codes = refused(judge, item.pk, by=story.world.officer, at=story.at, mark=Mark.DEFICIENT, reason=" ")
    assert codes == {"no_reason"}


def test_a_void_edition_is_no_certificate_and_no_reason_to_refuse_the_application(story):
    story.register().start().send_all(edition="2013").submit().take_up()
    item = story.item("iso_27001")
    codes = refused(judge, item.pk, by=story.world.officer, at=story.at, mark=Mark.MET)
    assert "edition_void" in codes
    story.judge({"iso_27001": "2013 sürümü 01.11.2025'ten itibaren geçersizdir."})
    assert "item_not_met" in refused(find_suitable, story.application.pk, by=story.world.officer, at=story.at)


def test_a_certificate_obtained_later_moves_the_day_that_counts(story):
    story.register().start().send_all(but=["iso_27001"]).submit()
    story.wait(days=1).take_up().notify_deficiencies(iso_27001="Belge gönderilmemiştir.")
    story.wait(days=10)
    story.send_certificate(issued=date(2026, 3, 9)).complete()
    story.application.refresh_from_db()
    assert counted_on(story.application) == date(2026, 3, 13)
    assert story.application.submitted_at.date() == date(2026, 3, 2)
    story.judge().find_suitable()


def test_a_certificate_issued_after_the_application_is_a_deficiency(story):
    story.register().start().send_all(issued=date(2026, 3, 4)).submit().wait(days=5).take_up()
    item = story.item("iso_27001")
    codes = refused(judge, item.pk, by=story.world.officer, at=story.at, mark=Mark.MET)
    assert "not_yet_issued" in codes


def test_the_letter_needs_judgements_and_a_deficiency(story):
    story.register().start().send_all().submit().take_up()
    officer, pk = story.world.officer, story.application.pk
    codes = refused(compose_request, pk, by=officer, at=story.at, asked=Asked.COMPLETION)
    assert codes == {"item_not_judged", "no_deficiency"}
    assert refused(compose_request, pk, by=officer, at=story.at, asked=Asked.REFRESH) == {"not_elapsed"}


def test_an_unsigned_letter_is_not_sent(story):
    story.register().start().submit().take_up().judge(
        {item.requirement.key: "Yok." for item in story.application.items.all()}
    ).write()
    codes = refused(send_request, story.request.pk, by=story.world.officer, at=story.at)
    assert codes == {"not_signed"}
    assert Notice.objects.count() == 0


def test_further_information_has_no_clock_and_moves_no_status(story):
    story.register().start().send_all().submit().take_up().write(Asked.INFORMATION).sign().post()
    story.application.refresh_from_db()
    assert story.application.status == Status.UNDER_REVIEW
    story.wait(days=10)
    assert not Deadline.objects.filter(dossier=story.application.dossier, term="completion").exists()
    story.send("backup_procedure").complete()
    assert story.application.requests.get().answered_at == story.at


def test_the_firm_may_complete_before_service_and_no_clock_starts(story):
    story.register().start().send_all(but=["backup_procedure"]).submit().take_up()
    story.notify_deficiencies(backup_procedure="Yok.")
    story.send("backup_procedure").complete().wait(days=8)
    assert story.application.dossier.notices.get().served_on is not None
    assert not Deadline.objects.filter(dossier=story.application.dossier, term="completion").exists()


def test_completing_needs_something_new(story):
    story.register().start().send_all(but=["backup_procedure"]).submit().take_up()
    assert refused(complete, story.application.pk, by=story.person, at=story.at) == {"nothing_asked"}
    story.notify_deficiencies(backup_procedure="Yok.")
    assert refused(complete, story.application.pk, by=story.person, at=story.at) == {"nothing_new"}


def test_after_three_months_the_officer_may_ask_and_nothing_else_happens(story):
    story.register().start().send_all(but=["backup_procedure"]).submit().take_up()
    story.notify_deficiencies(backup_procedure="Yok.").wait(days=6)
    deadline = story.application.dossier.deadlines.get(term="completion")
    story.at = deadline.due_at + timedelta(hours=1)
    story.run_loops()
    deadline.refresh_from_db()
    story.application.refresh_from_db()
    assert (deadline.status, story.application.status) == (DeadlineStatus.ELAPSED, Status.DEFICIENT)
    listed = Application.objects.annotate(since=OVER_SINCE).get(pk=story.application.pk).since
    assert over_since(story.application) == listed == deadline.due_at  # the page and the list say one thing
    story.write(Asked.REFRESH).sign().post().wait(days=200)
    story.application.refresh_from_db()
    assert story.application.status == Status.DEFICIENT
    assert story.send("backup_procedure").complete().application.dossier.closed_at is None


def test_a_suitable_application_is_reviewed_again(story):
    story.register().start().send_all().submit().take_up().judge().find_suitable()
    review_again(story.application.pk, by=story.world.second_officer, at=story.at)
    story.application.refresh_from_db()
    assert (story.application.status, story.application.reviewer) == (Status.UNDER_REVIEW, story.world.second_officer)


def test_approval_needs_the_countersignature_and_a_second_person(story):
    story.register().start().send_all().submit().take_up().judge().find_suitable()
    pk, world = story.application.pk, story.world
    codes = refused(propose, "applications.approve", Application, pk, by=world.officer, at=story.at)
    assert codes == {"countersignature_missing"}
    story.countersign()
    proposal = story.propose("applications.approve", Application, pk)
    with pytest.raises(NotAllowed):
        approve(proposal.pk, by=world.officer, at=story.at)
    assert refused(approve_act, pk, by=world.approver, at=story.at, proposal=proposal) == {"second_person"}
    assert Integrator.objects.count() == 0


def test_an_approver_cannot_approve_what_he_proposed(story):
    story.register().start().send_all().submit().take_up().judge().find_suitable().countersign()
    world = story.world
    proposal = propose("applications.approve", Application, story.application.pk, by=world.approver, at=story.at)
    assert "own_proposal" in refused(approve, proposal.pk, by=world.approver, at=story.at)
    world.approver.is_superuser = True
    world.approver.save()
    assert "own_proposal" in refused(approve, proposal.pk, by=world.approver, at=story.at)


def test_what_lapsed_since_the_proposal_stops_the_approval(story):
    story.register().start().send_all(until=date(2026, 3, 10)).submit().take_up().judge().find_suitable().countersign()
    proposal = story.propose("applications.approve", Application, story.application.pk)
    story.at += timedelta(days=10)
    assert "lapsed" in refused(approve, proposal.pk, by=story.world.approver, at=story.at)


def test_rejection_stands_on_a_listed_ground_only(story):
    story.register().start().send("backup_procedure").submit().take_up()
    pk, world = story.application.pk, story.world
    proof = story.application.dossier.documents.first().pk
    for ground in ("incomplete", ""):
        arguments = {"ground": ground, "document": proof}
        with pytest.raises(Refused) as caught:
            propose("applications.reject", Application, pk, by=world.officer, at=story.at, arguments=arguments)
        assert caught.value.codes == {"bad_ground"}
    story.decide("applications.reject", Application, pk, ground="no_authority", document=proof)
    story.application.refresh_from_db()
    assert story.application.status == Status.REJECTED
    letter = story.application.dossier.letters.get()
    assert "idare mahkemesi" in letter.challenge
    assert refused(withdraw, pk, by=story.person, at=story.at) == {"status"}


def test_a_stale_page_learns_what_happened(story):
    story.register().start().submit()
    seen = story.application.dossier.steps.count()
    story.take_up()
    with pytest.raises(Refused) as caught:
        take_up(story.application.pk, by=story.world.second_officer, at=story.at, seen=seen)
    assert {"stale", "status"} <= caught.value.codes
    assert [step.act for step in caught.value.since] == ["applications.take_up"]


def test_a_foreign_firm_may_nothing(story, outsider, other_firm):
    story.register().start()
    for act in (submit, withdraw, complete):
        with pytest.raises(NotAllowed):
            act(story.application.pk, by=outsider, at=story.at)
