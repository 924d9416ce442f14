"""What is done too early, too late, or to what is not one's own: refused, and nobody is left without a way on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.actions.change_address import change_address
from applications.actions.complete import complete
from applications.actions.compose_request import compose_request
from applications.actions.fill_in import fill_in
from applications.actions.judge import judge
from applications.actions.send_request import send_request
from applications.lifecycle import Status
from applications.models import Asked
from applications.tests.test_bad_input import certificate, get, paper, post, send
from applications.tests.test_second_rounds import refused
from applications.worklist import worklist
from contracts.actions.request_copy import request_copy
from contracts.copies import counting
from documents.actions.discard_letter import discard_letter
from documents.lifecycle import LetterStatus
from documents.models import Signing
from kep_gateway.actions.take_evidence import take_evidence
from kep_gateway.evidence.facts import Proven
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import EvidenceKind, Notice
from kep_gateway.outbox import EVIDENCE, deliver
from kep_gateway.providers.protocol import Issued, Piece
from ledger.actions.approve import approve
from ledger.verification import verify
from registry.actions.verify_certificate import verify_certificate
from registry.models import Certificate, Integrator

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def tasks(story):
    return [str(task.what) for task in worklist(story.world.officer, story.at)]


# drafts


def signed_of(story):
    found = counting(story.application.dossier)
    assert found
    return found


@pytest.mark.parametrize("act", ["karsi-imza", "islak-imza", "karsi-imzali"])
def test_the_agreement_of_a_draft_is_none_of_the_ministrys_business(story, act):
    story.register().start().sign_agreement()
    signed = signed_of(story)
    for person in (story.world.officer, story.world.approver):
        address = f"/masa/sozlesme/{signed.pk}/{act}/"
        assert {get(story, person, address).status_code, post(story, person, address).status_code} <= {404, 405}
    assert not Signing.objects.filter(dossier=story.application.dossier).exists()


def test_once_it_is_handed_in_the_ministry_countersigns_it(story):
    story.register().start().sign_agreement().submit()
    address = f"/masa/sozlesme/{signed_of(story).pk}/karsi-imza/"
    assert post(story, story.world.approver, address).status_code == 302
    assert Signing.objects.filter(dossier=story.application.dossier).exists()


def test_the_certificate_and_the_number_of_a_draft_stay_the_firms_own(story):
    story.become_integrator().wait(days=1).end().wait(days=1)
    old = story.integrator
    story.start().send_certificate()
    entered = Certificate.objects.latest("pk")
    page = f"/masa/entegrator/{old.dossier.number}/"
    assert entered.number not in get(story, story.world.officer, page).content.decode()
    assert post(story, story.world.officer, f"{page}belge/{entered.pk}/ret/", reason="Yok").status_code == 404
    file = get(story, story.world.officer, f"/masa/firma/{story.firm.dossier.number}/").content.decode()
    assert old.dossier.number in file
    assert story.application.dossier.number not in file


# letters whose matter moved on


def test_a_signed_letter_whose_matter_moved_on_is_discarded_and_keeps_its_number(story):
    story.register().start().send_all(but=["agreement"]).submit().take_up()
    story.notify_deficiencies(agreement="Yok.").wait(days=6)
    story.at = story.application.dossier.deadlines.get(term="completion").due_at + timedelta(hours=1)
    story.run_loops().write(Asked.REFRESH).sign().sign_agreement().complete()
    officer, letter = story.world.officer, story.request.letter
    assert refused(send_request, story.request.pk, by=officer, at=story.at) == {"moved_on"}
    assert "letter_open" in refused(
        compose_request, story.application.pk, by=officer, at=story.at, asked=Asked.INFORMATION
    )
    letter.refresh_from_db()
    number, code = letter.number, letter.verification_code
    assert number
    story.do(discard_letter, letter.pk, by=officer)
    letter.refresh_from_db()
    assert (letter.status, letter.number) == (LetterStatus.DISCARDED, number)
    assert get(story, officer, f"/dogrula/{code}/").status_code == 404
    assert "Mektubu gönderin" not in tasks(story)
    story.write(Asked.INFORMATION).sign().post()
    assert story.request.letter.__class__.objects.latest("pk").number == number + 1
    assert list(verify()) == []


def test_the_letter_of_an_application_that_was_withdrawn_can_be_discarded(story):
    story.register().start().send_all(but=["agreement"]).submit().take_up().judge({"agreement": "Yok."}).write().sign()
    assert post(story, story.person, f"/portal/basvuru/{story.application.dossier.number}/geri-cek/").status_code == 302
    story.do(discard_letter, story.request.letter.pk, by=story.world.officer)
    assert tasks(story) == []


def test_a_letter_that_asks_for_what_was_judged_otherwise_meanwhile_does_not_go(story):
    story.register().start().send_all().submit().take_up().judge({"iso_27001": "Okunmuyor."}).write().sign()
    story.do(judge, story.item("iso_27001").pk, by=story.world.officer, mark="met")
    assert refused(send_request, story.request.pk, by=story.world.officer, at=story.at) == {"judged_anew"}
    story.application.refresh_from_db()
    assert story.application.status == Status.UNDER_REVIEW


# the firm


def test_the_firm_asks_for_no_new_agreement_under_review_unless_it_was_asked(story):
    story.register().start().send_all().submit().take_up().judge()
    story.do(change_address, story.firm.pk, by=story.person, text="Yeni Cad. 1 İzmir")
    dossier = story.application.dossier
    assert refused(request_copy, dossier.pk, by=story.person, at=story.at) == {"with_the_ministry"}
    story.write(Asked.INFORMATION).sign().post()
    assert story.do(request_copy, dossier.pk, by=story.person).pk


def test_saving_the_details_unchanged_completes_nothing(story):
    story.register().start().send_all(but=["agreement"]).submit().take_up().notify_deficiencies(agreement="Yok.")
    row = story.application
    row.refresh_from_db()
    story.do(fill_in, row.pk, by=story.person, product=row.product, remote_ip=row.remote_ip)
    assert refused(complete, row.pk, by=story.person, at=story.at) == {"nothing_new"}
    story.do(fill_in, row.pk, by=story.person, product="Başka İSG", remote_ip=row.remote_ip)
    story.do(complete, row.pk, by=story.person)


# evidence


def piece(event_at, reference="d-1"):
    proven = Proven(EvidenceKind.DELIVERED, reference, event_at, "hs01.kep.tr", "CN=Deneme", event_at)
    return Piece(Issued(reference.encode(), "d.eml", "message/rfc822"), proven)


@pytest.mark.parametrize(
    ("apart", "code"),
    [
        (timedelta(days=400), "future"),
        (timedelta(days=2_900_000), "future"),
        (timedelta(seconds=1), "future"),
        (-timedelta(days=2), "before_letter"),
    ],
)
def test_evidence_of_an_impossible_time_is_not_believed(story, apart, code):
    story.register().start().send_all(but=["agreement"]).submit().wait(days=3).take_up().judge({"agreement": "Yok."})
    story.write().sign().do(send_request, story.request.pk, by=story.world.officer)
    notice = handed_over(story)
    codes = refused(take_evidence, notice.pk, by=EVIDENCE, at=story.at, evidence=piece(story.at + apart))
    assert codes == {code}
    notice.refresh_from_db()
    assert (notice.status, notice.served_on) == (NoticeStatus.HANDED_OVER, None)
    story.do(take_evidence, notice.pk, by=EVIDENCE, evidence=piece(story.at))


def test_how_far_a_providers_clock_may_be_behind_is_a_policy(story, in_force):
    story.register().start().send_all(but=["agreement"]).submit().wait(days=3).take_up().judge({"agreement": "Yok."})
    story.write().sign().do(send_request, story.request.pk, by=story.world.officer)
    notice = handed_over(story)
    early = piece(notice.letter.signed_at - timedelta(minutes=6))
    assert refused(take_evidence, notice.pk, by=EVIDENCE, at=story.at, evidence=early) == {"before_letter"}
    in_force("service.clocks_apart_minutes", 7)
    story.do(take_evidence, notice.pk, by=EVIDENCE, evidence=early)


def handed_over(story):
    deliver(story.at)
    return Notice.objects.get(letter=story.request.letter)


# the registry


def test_a_breach_is_not_remedied_by_nothing(story):
    story.become_integrator().breach().wait(days=1).file("Karar", "court")
    number = story.integrator.dossier.number
    address = f"/masa/entegrator/{number}/oner/reactivate/"
    for more in ({}, {"confirm": "1"}):
        answer = post(story, story.world.officer, address, remedy_id="", **more)
        assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"remedy_id"})
    proposal = story.propose("registry.reactivate", Integrator, story.integrator.pk)
    assert refused(approve, proposal.pk, by=story.world.approver, at=story.at) == {"no_remedy"}


def test_what_a_reactivation_rests_on_may_end_before_it_is_approved(story):
    story.become_integrator(until=story.at.date() + timedelta(days=12)).breach().wait(days=1)
    remedy = story.file("Rapor", "remedy", by=story.person)
    given = {"remedy_id": remedy.pk}
    proposal = story.propose("registry.reactivate", Integrator, story.integrator.pk, **given)
    story.wait(days=12)
    assert refused(approve, proposal.pk, by=story.world.approver, at=story.at) == {"facts_changed"}


def test_a_certificate_of_a_thousand_years_is_a_slip_of_the_pen(story):
    story.register().start()
    answer = send(story, "iso_27001", paper(), **certificate(story, valid_until_on=date(9999, 12, 31)))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"valid_until_on"}


def test_no_certificate_was_verified_before_it_was_issued(story):
    story.become_integrator()
    held = story.firm.certificates.get()
    said = {"how": "web", "reference": "1", "status": "suspended", "verified_on": date(1, 1, 1)}
    codes = refused(verify_certificate, held.pk, by=story.world.officer, at=story.at, **said)
    assert codes == {"before_issue"}
