from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents import store
from documents.actions.initial_letter import initial_letter
from documents.actions.seal_letter import seal_letter
from documents.intake import keep_bytes
from documents.letters import mark_sent
from documents.lifecycle import LetterStatus
from documents.limits import MOST_A_MINUTE
from documents.models import DocumentState, Letter, Signing, SigningStatus
from documents.pages import initials
from documents.signing import run_waiting
from ledger.acts import Rule

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def document(firm, at):
    return keep_bytes(
        b"%PDF-x",
        dossier=firm.dossier,
        kind="x",
        title="Belge",
        filename="Sözleşme ığüşöç.pdf",
        media_type="application/pdf",
        at=at,
    )


@pytest.fixture
def sealed(letter, at):
    seal_letter(letter.pk, by=Rule("letter"), at=at)
    run_waiting(at)
    return Letter.objects.get(pk=letter.pk)


@pytest.fixture
def sent(sealed, at):
    mark_sent(sealed, at)
    return sealed


def test_a_document_is_a_download_with_its_turkish_name(client, document, compliance):
    client.force_login(compliance)
    response = client.get(reverse("document", args=[document.pk]))
    assert b"".join(response.streaming_content) == b"%PDF-x"
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment")
    assert "S%C3%B6zle%C5%9Fme" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]


def test_foreign_unknown_and_internal_documents_look_the_same(client, document, outsider, compliance, officer):
    client.force_login(outsider)
    foreign, unknown = (client.get(reverse("document", args=[pk])) for pk in (document.pk, 999_999))
    assert foreign.status_code == unknown.status_code == 404
    document.internal = True
    document.save()
    client.force_login(compliance)
    assert client.get(reverse("document", args=[document.pk])).status_code == 404
    client.force_login(officer)
    assert client.get(reverse("document", args=[document.pk])).status_code == 200


def test_nobody_reads_documents_unsigned_in(client, document):
    assert client.get(reverse("document", args=[document.pk])).status_code == 302


@pytest.mark.parametrize("state", [DocumentState.QUARANTINED, DocumentState.INFECTED])
def test_what_is_not_released_is_not_handed_over(client, document, compliance, state):
    document.state = state
    document.save()
    client.force_login(compliance)
    response = client.get(reverse("document", args=[document.pk]))
    assert response.status_code == 409
    assert b"%PDF" not in response.content


def test_a_code_leads_to_the_letter_however_it_is_typed(client, sealed):
    code = sealed.verification_code
    spelled = f" {code[:4].lower()}-{code[4:8]} {code[8:]} "
    response = client.get(reverse("verify"), {"kod": spelled}, follow=True)
    text = response.content.decode()
    assert response.status_code == 200
    assert "E-00000000-235.02-1" in text
    assert sealed.document.sha256 in text
    assert "Işık" not in text
    assert "I… İ… Y… A…" in text
    assert client.get(reverse("verify")).status_code == 200
    assert client.get(reverse("verify"), {"kod": "kısa"}).status_code == 422


def test_a_letter_not_yet_signed_and_an_unknown_code_are_both_unknown(client, letter, at):
    seal_letter(letter.pk, by=Rule("letter"), at=at)
    code = Letter.objects.get().verification_code
    assert client.get(reverse("verify_letter", args=[code])).status_code == 404
    assert client.get(reverse("verify_letter", args=["A" * 16])).status_code == 404


def test_a_file_is_compared_byte_for_byte(client, sealed):
    address = reverse("verify_letter", args=[sealed.verification_code])
    data = store.read(sealed.document.sha256)
    same = client.post(address, {"file": SimpleUploadedFile("a.pdf", data)})
    other = client.post(address, {"file": SimpleUploadedFile("a.pdf", data + b"\n")})
    nothing = client.post(address)
    assert same.context["same"] is True
    assert other.context["same"] is False
    assert nothing.context["same"] is None


def test_a_file_larger_than_any_letter_is_not_compared(client, sealed, settings):
    settings.UPLOAD_MAX_BYTES = 10
    address = reverse("verify_letter", args=[sealed.verification_code])
    response = client.post(address, {"file": SimpleUploadedFile("a.pdf", b"x" * 11)})
    assert response.context["same"] is None
    assert response.context["form"].errors


def test_codes_are_not_guessed_by_the_thousand(client):
    address = reverse("verify_letter", args=["A" * 16])
    codes = [client.get(address).status_code for _ in range(MOST_A_MINUTE + 1)]
    assert codes[-2:] == [404, 429]
    assert client.get(address)["Retry-After"] == "60"


def test_the_firm_reads_a_letter_once_it_is_sent(client, sealed, compliance, outsider, at):
    client.force_login(compliance)
    address = reverse("firm_letter", args=[sealed.pk])
    assert client.get(address).status_code == 404
    assert client.get(reverse("document", args=[sealed.document.pk])).status_code == 404
    mark_sent(sealed, at)
    response = client.get(address)
    assert response.status_code == 200
    assert "5070" in response.content.decode()
    assert "TASLAK" not in response.content.decode()
    assert client.get(reverse("document", args=[sealed.document.pk])).status_code == 200
    client.force_login(outsider)
    assert client.get(address).status_code == 404


def test_an_officer_writes_and_initials_and_the_signatory_signs(client, letter, officer, approver, authority, at):
    client.force_login(officer)
    address = reverse("desk_letter", args=[letter.pk])
    page = client.get(address)
    assert "TASLAK" in page.content.decode()
    assert [(offer.act.name, offer.enabled) for offer, _ in page.context["buttons"]] == [
        ("documents.initial_letter", True),
        ("documents.discard_letter", True),
    ]
    given = {"seen": page.context["seen"], "subject": "Konu", "body": "Metin.", "references": "bir\n\n iki \n"}
    assert client.post(address, given).status_code == 302
    letter.refresh_from_db()
    assert (letter.subject, letter.references, letter.enclosures) == ("Konu", ["bir", "iki"], [])
    assert client.post(address, given).status_code == 422  # the same page again is stale
    assert client.post(address, {"subject": "", "body": ""}).status_code == 422
    assert client.post(reverse("desk_letter_act", args=[letter.pk, "parafla"])).status_code == 302
    assert client.post(reverse("desk_letter_act", args=[letter.pk, "imzala"])).status_code == 403
    client.force_login(approver)
    page = client.get(address)
    assert page.context["form"] is None
    assert [offer.act.name for offer, _ in page.context["buttons"]] == ["documents.sign_letter"]
    given = {"seen": page.context["seen"]}
    assert client.post(reverse("desk_letter_act", args=[letter.pk, "imzala"]), given).status_code == 302
    run_waiting(at)
    page = client.get(address).content.decode()
    letter.refresh_from_db()
    assert letter.status == LetterStatus.SIGNED
    assert reverse("document", args=[letter.document.pk]) in page
    assert "Ayla ONAY" in page
    assert "TASLAK" not in page


def test_a_letter_is_returned_with_a_reason_by_page(client, letter, officer, approver, auditor, at):
    initial_letter(letter.pk, by=officer, at=at)
    address = reverse("desk_letter_return", args=[letter.pk])
    client.force_login(auditor)
    assert client.post(address, {"reason": "x"}).status_code == 403
    assert client.get(reverse("desk_letter", args=[letter.pk])).context["returning"] is None
    client.force_login(approver)
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "Dayanak eksik."}).status_code == 302
    assert "Dayanak eksik." in client.get(reverse("desk_letter", args=[letter.pk])).content.decode()


def test_strange_acts_and_strangers_get_404(client, letter, officer, compliance):
    client.force_login(officer)
    assert client.post(reverse("desk_letter_act", args=[letter.pk, "yok"])).status_code == 404
    assert client.post(reverse("desk_letter_retry", args=[letter.pk])).status_code == 404
    assert client.get(reverse("desk_letter_act", args=[letter.pk, "imzala"])).status_code == 405
    client.force_login(compliance)
    assert client.get(reverse("desk_letter", args=[letter.pk])).status_code == 404


def test_a_draft_can_be_taken_as_a_word_file(client, letter, officer):
    client.force_login(officer)
    response = client.get(reverse("desk_letter_word", args=[letter.pk]))
    assert response.content.startswith(b"PK")
    assert "attachment" in response["Content-Disposition"]


def test_a_failed_signature_is_shown_and_tried_again(client, letter, officer, approver, authority, at):
    authority.key_name = "kayip"
    authority.save()
    initial_letter(letter.pk, by=officer, at=at)
    client.force_login(approver)
    client.post(reverse("desk_letter_act", args=[letter.pk, "imzala"]))
    run_waiting(at)
    page = client.get(reverse("desk_letter", args=[letter.pk]))
    assert page.context["may_retry"]
    assert client.post(reverse("desk_letter_retry", args=[letter.pk])).status_code == 302
    assert Signing.objects.get().status == SigningStatus.PREPARED


def test_an_officer_edits_no_page_of_another_status(client, sent, officer):
    client.force_login(officer)
    page = client.get(reverse("desk_letter", args=[sent.pk]))
    assert page.context["buttons"] == []
    assert page.context["form"] is None
    assert client.post(reverse("desk_letter", args=[sent.pk]), {"subject": "x", "body": "y"}).status_code == 422


def test_an_auditor_may_not_edit(client, letter, auditor):
    client.force_login(auditor)
    assert client.post(reverse("desk_letter", args=[letter.pk]), {"subject": "x", "body": "y"}).status_code == 403


def test_initials_show_no_name():
    assert initials("Işık İSG Yazılım A.Ş.") == "I… İ… Y… A…"
