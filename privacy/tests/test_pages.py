"""The pages of requests and breaches: from the first entry to the answer, with what is wrong at its field."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from applications.worklist import worklist
from documents.models import Document
from law.clock import moved
from ledger.actions.take_on import take_on
from operations.demo.samples import pdf, upload
from privacy.lifecycle import RequestStatus
from privacy.models import Breach, Reading, SubjectRequest
from privacy.tests.conftest import browser_of

pytestmark = pytest.mark.django_db
TYPED = {
    "right": "information", "way": "by_hand", "received_at": "2026-03-02T10:00", "full_name": "Ada Örnek",
    "contact": "Ankara", "text": "Hakkımda ne tutuluyor?",
}  # fmt: skip


def file():
    return upload("cevap.pdf", pdf("Cevap", "Bakanlık"))


def test_an_officer_enters_and_an_administrator_answers(officer, administrator, auditor):
    counter = browser_of(officer)
    assert counter.post("/masa/kisisel-veri/basvuru/", {**TYPED, "text": " "}).status_code == 422
    assert counter.post("/masa/kisisel-veri/basvuru/", {**TYPED, "received_at": "2026-03-09T10:00"}).status_code == 409
    assert counter.post("/masa/kisisel-veri/basvuru/", {**TYPED, "file": file()}).url == "/masa/kisisel-veri/"
    row = SubjectRequest.objects.get()
    page, browser = f"/masa/kisisel-veri/basvuru/{row.dossier.number}/", browser_of(administrator)
    assert row.dossier.number not in counter.get("/masa/kisisel-veri/").content.decode()
    assert counter.get(page).status_code == 404
    assert row.dossier.number in browser.get("/masa/kisisel-veri/").content.decode()
    assert browser.post(f"{page}cevapla/", {"outcome": "granted"}).status_code == 422
    answer = {"outcome": "granted", "answered_at": "2026-03-02T11:00"}
    assert browser.post(f"{page}cevapla/", {**answer, "file": file()}).status_code == 409
    assert browser.post(f"{page}kimlik/", {"note": "Kimlik kartı görüldü."}).url == page
    assert browser.post(f"{page}cevapla/", {**answer, "file": file()}).url == page
    assert SubjectRequest.objects.get().status == RequestStatus.ANSWERED
    assert "Ada Örnek" in browser_of(auditor).get(page).content.decode()
    assert Reading.objects.get(person=auditor).matter == row.dossier


def test_papers_of_these_files_are_not_the_whole_ministrys(officer, auditor, asked, paper):
    row = asked(paper=paper)
    address = reverse("document", args=[Document.objects.get(dossier=row.dossier).pk])
    assert browser_of(officer).get(address).status_code == 404
    assert browser_of(auditor).get(address).status_code == 200


def test_a_breach_from_opening_to_its_end(administrator, approver):
    browser, second = browser_of(administrator), browser_of(approver)
    typed = {"aware_at": "2026-03-02T11:30", "what": "Bir dizüstü bilgisayar çalındı."}
    assert browser.post("/masa/kisisel-veri/ihlal/", {**typed, "what": ""}).status_code == 422
    page = browser.post("/masa/kisisel-veri/ihlal/", typed).url
    assert "çalındı" in browser.get(f"{page}bilinenler/").content.decode()
    assert browser.post(f"{page}bilinenler/", {**typed, "how_many": "12"}).url == page
    with override("en"):
        shown = browser.get(page, headers={"Accept-Language": "en"}).content.decode()
    assert "71 hours left" in shown
    told = {"notified_at": "2026-03-02T11:45"}
    assert browser.post(f"{page}kurula-bildir/", {**told, "file": file()}).url == page
    assert browser.post(f"{page}ilgililere-bildir/", {**told, "how": "E-posta ile", "file": file()}).url == page
    assert browser.post(f"{page}kapat/", {"finding": "breach", "conclusion": "Giderildi."}).url == page
    assert "/masa/oneriler/" in second.get(page).content.decode()
    assert second.get(f"{page}yok/").status_code == 404
    assert Breach.objects.get().facts.count() == 2


def test_what_waits_stands_on_the_worklist_of_who_answers_for_it(officer, approver, administrator, asked, breach, at):
    asked()
    with override("en"), moved(at):
        told = {task.what: task for task in worklist(approver, at + timedelta(minutes=90))}
        assert set(map(str, told)) == {"Make sure who asks about their data", "Tell the Board of the breach"}
        board = next(task for task in told.values() if task.page == "privacy:breach")
    assert board.about == f"{breach.dossier.number} – 70 hours left"
    assert board.address == f"/masa/kisisel-veri/ihlal/{breach.dossier.number}/"
    assert list(worklist(officer, at)) == []
    take_on(breach.dossier_id, by=approver, at=at)
    mine = [task.matter.handler_name for task in worklist(administrator, at) if task.page == "privacy:breach"]
    assert mine == [approver.full_name]
