"""Documents in a firm's own file and in that of the calendar: put there by the ministry, chosen where acts ask for one."""

import hashlib

import pytest

from accounts.tests.sign_in import signed_in
from applications.actions import file_document as applications_act
from conftest import PAPER
from documents.actions import file_in_dossier as documents_act
from documents.actions.file_in_dossier import file_in_dossier
from documents.conditions import document_is_named
from documents.intake import keep, receive
from documents.tests.conftest import upload
from ledger.errors import NotAllowed, Refused
from ledger.verification import verify
from policies.files import CALENDAR, file_of
from registry.actions import file_document as registry_act

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def test_a_document_is_the_ministrys_own_and_a_step_names_it(firm, officer, pdf, at):
    received = receive(upload("gazete.pdf", pdf), at=at)
    document = file_in_dossier(firm.dossier.pk, by=officer, at=at, received=received, title=" Sicil gazetesi ")
    assert (document.title, document.internal, document.dossier) == ("Sicil gazetesi", True, firm.dossier)
    step = firm.dossier.steps.last()
    assert (step.act, step.documents) == ("documents.file_in_dossier", [hashlib.sha256(pdf).hexdigest()])
    assert list(verify()) == []
    with pytest.raises(Refused) as refused:
        file_in_dossier(firm.dossier.pk, by=officer, at=at, received=received, title=" ", seen=0)
    assert refused.value.codes == {"no_title", "same_file", "stale"}


def test_every_room_asks_what_a_document_is_and_keeps_that_alike(firm, officer, pdf, at):
    assert [it.code for it in document_is_named(" ")] == ["no_title"]
    assert not [*document_is_named(None), *document_is_named("Karar")]
    for room in (documents_act, registry_act, applications_act):
        assert list(room.obstacles(firm.dossier, at=at, title=" ")) == list(document_is_named(" "))
    received = receive(upload("karar.pdf", pdf), at=at)
    assert keep(received, dossier=firm.dossier, kind="proof", title=" Karar ", by=officer).title == "Karar"


def test_the_calendars_file_takes_an_administrators_document_too(firm, administrator, pdf, at):
    received = receive(upload("gazete.pdf", pdf), at=at)
    file_in_dossier(file_of(CALENDAR, at=at).dossier.pk, by=administrator, at=at, received=received, title="Karar")
    with pytest.raises(NotAllowed):
        file_in_dossier(firm.dossier.pk, by=administrator, at=at, received=received, title="Karar")


def test_a_document_is_uploaded_on_the_firms_page_and_chosen_in_the_forms(client, firm, officer, pdf):
    signed_in(client, officer)
    base, put = f"/masa/firma/{firm.dossier.number}/", f"/masa/dosya/{firm.dossier.number}/belge/"
    assert put in client.get(base).content.decode()
    sha256 = hashlib.sha256(pdf).hexdigest()
    assert client.post(put, {"title": "Gazete", "file": upload("a.docx", pdf)}).status_code == 409
    assert client.post(put, {"title": "Gazete"}).status_code == 422
    assert client.post(put, {"title": "Gazete", "file": upload("a.pdf", pdf)}).url == base
    document = firm.dossier.documents.get()
    page = client.get(base).content.decode()
    assert f'title="{sha256}"' in page
    assert f"/belge/{document.pk}/" in page
    for word in ("unvan", "kep", "birlestir", "sona-erdir"):
        assert f'<option value="{sha256}"' in client.get(f"{base}{word}/").content.decode(), word
    assert client.post(f"{base}unvan/", {"legal_name": "Yeni A.Ş.", "document": sha256}).status_code == 302
    assert firm.dossier.steps.last().documents == [sha256]


def test_the_calendar_lists_its_file_and_offers_it(client, approver, papered, at):
    papered(file_of(CALENDAR, at=at).dossier)
    signed_in(client, approver)
    page = client.get("/masa/takvim/").content.decode()
    assert f'title="{PAPER}"' in page
    assert f"/masa/dosya/{file_of(CALENDAR, at=at).dossier.number}/belge/" in page
    assert f'<option value="{PAPER}"' in client.get("/masa/takvim/tatil/oner/").content.decode()


def test_readers_see_the_documents_and_no_form(client, firm, papered, auditor):
    papered(firm.dossier)
    signed_in(client, auditor)
    page = client.get(f"/masa/firma/{firm.dossier.number}/").content.decode()
    assert f'title="{PAPER}"' in page
    assert f"/masa/dosya/{firm.dossier.number}/belge/" not in page
