"""The pages: public text, the firm's three steps, the ministry's desk."""

from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from docx import Document as WordFile

from accounts.models import Mail
from conftest import T0
from contracts import campaigns, issuing
from contracts.actions.request_copy import request_copy
from contracts.models import AgreementCopy, Renewal, SignedAgreement
from contracts.pages import agreement_panel
from contracts.tests.conftest import issued, upload
from contracts.tests.test_campaigns import published
from contracts.tests.test_drafting import saved, second, word_of  # noqa: F401  # a fixture is taken by its name
from contracts.versions import published_text
from documents import demo_ca
from law.clock import moved
from ledger.models import DossierKind, Proposal
from ledger.numbers import open_dossier
from registry.tests.conftest import admitted

pytestmark = pytest.mark.django_db


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person, backend="accounts.signed_in.SignedIn")
    return client


def test_everyone_reads_the_versions_and_the_text(copy, client):
    page = client.get("/sozlesme/").content.decode()
    assert "02.03.2026" in page
    text = client.get("/sozlesme/1/").content.decode()
    assert "Arka kapı yasağı" in text
    assert "/sozlesme/1/ornek.pdf" in text
    assert client.get("/sozlesme/2/").status_code == 404


@pytest.mark.parametrize(("ending", "begins"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_everyone_downloads_the_blank_form(version, at, client, ending, begins):
    assert client.get(f"/sozlesme/1/ornek.{ending}").status_code == 404
    issuing.run_waiting(at)
    answer = client.get(f"/sozlesme/1/ornek.{ending}")
    assert b"".join(answer.streaming_content).startswith(begins)


@pytest.fixture
def renewing(dossier, firm, at):
    """An integrator's dossier, in which a renewed agreement is signed."""
    return open_dossier(DossierKind.INTEGRATOR, firm=firm, at=at)


@pytest.fixture
def held(version, renewing, compliance, at):
    """A copy issued in the integrator's dossier."""
    copy = request_copy(renewing.pk, by=compliance, at=at)
    issuing.run_waiting(at)
    copy.refresh_from_db()
    return copy


def test_an_applicant_is_led_to_the_applications_documents(copy, compliance, at):
    client, page = signed_in(compliance), f"/portal/sozlesme/{copy.dossier.number}/"
    assert f"/portal/basvuru/{copy.dossier.number}/belge/agreement/" in client.get(page).content.decode()
    answer = client.post(f"{page}gonder/", {"ink": "electronic", "file": upload(issued(copy))})
    assert answer.status_code == 404
    assert not SignedAgreement.objects.exists()


def test_a_firm_goes_through_its_three_steps(version, renewing, compliance, signer, at):
    client, page = signed_in(compliance), f"/portal/sozlesme/{renewing.number}/"
    assert client.get(page).status_code == 200
    seen = {"seen": renewing.head_n}
    assert client.post(f"{page}iste/", seen).status_code == 302
    assert client.post(f"{page}iste/").status_code == 409
    issuing.run_waiting(at)
    copy = AgreementCopy.objects.get()
    assert f"{page}indir/" in client.get(page).content.decode()
    taken = client.post(f"{page}indir/")
    assert b"".join(taken) == issued(copy)
    copy.refresh_from_db()
    first = copy.downloaded_at
    assert first
    assert client.post(f"{page}indir/").status_code == 200
    copy.refresh_from_db()
    assert copy.downloaded_at == first
    file = upload(demo_ca.sign_as(issued(copy), signer, at=at))
    assert client.post(f"{page}gonder/", {"ink": "electronic", "file": file}).status_code == 302
    assert SignedAgreement.objects.get().binds


def test_the_firm_reads_every_reason(held, signer, compliance, at):
    client, page = signed_in(compliance), f"/portal/sozlesme/{held.dossier.number}/"
    answer = client.post(f"{page}gonder/", {"ink": "electronic", "file": upload(issued(held))}, follow=True)
    sent = SignedAgreement.objects.get()
    assert sent.found == ["unsigned"]
    assert sent.found_in_words[0] in answer.content.decode()


def test_a_malformed_upload_is_shown_at_its_field(held, compliance):
    client, page = signed_in(compliance), f"/portal/sozlesme/{held.dossier.number}/"
    assert client.post(f"{page}gonder/", {"ink": "electronic", "file": upload(b"x", "a.exe")}).status_code == 422
    assert client.post(f"{page}gonder/", {"ink": "electronic"}).status_code == 422
    assert not SignedAgreement.objects.exists()


def test_nothing_to_send_before_a_copy_exists(version, renewing, compliance, pdf):
    client = signed_in(compliance)
    answer = client.post(f"/portal/sozlesme/{renewing.number}/gonder/", {"ink": "wet", "file": upload(pdf)})
    assert answer.status_code == 404


def test_strangers_and_officers_learn_nothing_of_a_firms_page(copy, outsider, officer):
    for person in (outsider, officer):
        assert signed_in(person).get(f"/portal/sozlesme/{copy.dossier.number}/").status_code == 404


def test_the_panel_shows_an_officer_what_to_do(copy, png, send, officer, at):
    send(copy, png, at, ink="wet", name="tarama.png")
    page = RequestFactory().get("/masa/")
    panel = agreement_panel(copy.dossier, officer, at)
    html = render_to_string("contracts/parts/agreement.html", {"panel": panel}, request=page)
    assert "islak-imza" in html
    assert "karsi-imzali" not in html


def test_the_desk_compares_and_uploads(copy, png, send, officer, at):
    sent, client = send(copy, png, at, ink="wet", name="tarama.png"), signed_in(officer)
    address = f"/masa/sozlesme/{sent.pk}/"
    empty = client.post(f"{address}islak-imza/", {"confirmed": "no", "note": " "})
    assert empty.status_code == 422
    assert set(empty.context["form"].errors) == {"note"}
    assert empty.context["form"]["confirmed"].value() == "no"
    back = client.post(f"{address}islak-imza/", {"confirmed": "yes", "note": "Aynı.", "next": "/masa/x/"})
    assert back.headers["Location"] == "/masa/x/"
    away = client.post(f"{address}karsi-imzali/", {"file": upload(png, "iki.png"), "next": "https://baska.invalid/"})
    assert away.headers["Location"] == "/masa/sozlesme/"
    sent.refresh_from_db()
    assert sent.verified_at
    assert sent.countersigned


def test_the_signatory_countersigns_from_the_panel(signed, copy, minister, officer, at):
    panel = agreement_panel(copy.dossier, minister, at)
    html = render_to_string("contracts/parts/agreement.html", {"panel": panel}, request=RequestFactory().get("/masa/"))
    assert f"/masa/sozlesme/{signed.pk}/karsi-imza/" in html
    assert signed_in(officer).post(f"/masa/sozlesme/{signed.pk}/karsi-imza/").status_code == 404
    assert signed_in(minister).post(f"/masa/sozlesme/{signed.pk}/karsi-imza/").status_code == 302
    signed.refresh_from_db()
    assert signed.countersigning


def test_the_desk_proposes_a_version(version, officer, compliance):
    client = signed_in(officer)
    assert client.get("/masa/sozlesme/").status_code == 200
    address = f"/masa/sozlesme/surum/{version.pk}/oner/"
    assert client.post(address, {"template": "agreement_v1", "effective_on": "2026-05-01"}).status_code == 422
    early = client.post(address, {"template": "agreement_v2", "effective_on": "2026-03-03"})
    assert early.status_code == 422
    assert client.post(address, {"template": "agreement_v2", "effective_on": "2026-05-01"}).status_code == 302
    assert Proposal.objects.get().preview["number"] == 2
    assert "01.05.2026" in client.get("/masa/sozlesme/").content.decode()
    assert signed_in(compliance).get("/masa/sozlesme/").status_code == 403


def test_everyone_reads_what_changed(second, client):  # noqa: F811  # the fixture of that name
    page = client.get("/sozlesme/2/degisiklikler/").content.decode()
    assert "<ins>" in page
    assert "ayrıca kabul eder." in page
    assert client.get("/sozlesme/1/degisiklikler/").status_code == 404
    assert "01.04.2026" in client.get("/sozlesme/").content.decode()
    assert client.get("/taahhutname/1/").status_code == 200


def test_an_administrator_uploads_a_draft_and_reads_what_would_change(version, administrator, officer, at):
    client, address = signed_in(administrator), f"/masa/sozlesme/surum/{version.pk}/taslak/"
    word = word_of(published_text(version))
    word.paragraphs[-1].insert_paragraph_before("Bu hüküm yenidir.")
    answer = client.post(address, {"file": upload(saved(word), "taslak.docx")}, follow=True)
    assert answer.redirect_chain[-1][0].startswith("/masa/sozlesme/taslak/")
    assert "Bu hüküm yenidir." in answer.content.decode()
    bad = client.post(address, {"file": upload(saved(WordFile()), "bos.docx")})
    assert bad.status_code == 422
    assert set(bad.context["next"][0]["draft_form"].errors) == {"file"}
    assert signed_in(officer).get(answer.redirect_chain[-1][0]).status_code == 200
    assert signed_in(officer).post(address, {}).status_code == 404


@pytest.fixture
def campaign(version, firm, compliance, officer, approver, at):
    admitted(firm, compliance, officer, approver, valid_until_on=date(2027, 12, 31))
    made = published(officer, approver, at.replace(hour=10))
    campaigns.run_waiting(at.replace(hour=10))
    return made


def test_the_board_counts_filters_exports_and_reminds(campaign, officer, compliance, firm):
    client, address = signed_in(officer), f"/masa/sozlesme/surum/{campaign.pk}/kampanya/"
    with moved(T0 + timedelta(days=2)):
        page = client.get(address).content.decode()
        assert firm.legal_name in page
        assert firm.legal_name not in client.get(address, {"durum": "late"}).content.decode()
        sheet = client.get(f"{address.rstrip('/')}.csv").content.decode("utf-8-sig")
        assert firm.legal_name in sheet
        assert client.post(f"/masa/sozlesme/surum/{campaign.pk}/hatirlat/").status_code == 302
        assert Mail.objects.count() >= 1
        assert signed_in(compliance).get(address).status_code == 404


def test_an_officer_sees_an_integrators_agreement_and_proposes_at_the_end(campaign, officer, approver, in_force):
    renewal = Renewal.objects.get()
    client, page = signed_in(officer), f"/masa/sozlesme/entegrator/{renewal.dossier.number}/"
    act = f"/masa/sozlesme/yenileme/{renewal.pk}/pasife-al/"
    assert client.get(page).status_code == 200
    assert "3/b" in client.get(act).content.decode()
    assert client.post(act).status_code == 409
    assert client.get(f"/masa/taahhutname/entegrator/{renewal.dossier.number}/").status_code == 200


def test_the_firm_sees_until_when_it_is_to_be_signed(campaign, compliance):
    renewal = Renewal.objects.get()
    page = signed_in(compliance).get(f"/portal/sozlesme/{renewal.dossier.number}/").content.decode()
    assert "1 Nisan 2026" in page
    assert "/sozlesme/2/degisiklikler/" in page
