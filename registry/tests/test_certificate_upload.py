"""A certificate is sent in two steps: the file, then its form, filled with what was read."""

import html
import re
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from weasyprint import HTML

from conftest import T0
from documents import demo_ca
from law.clock import moved
from registry.models import Certificate
from registry.tests.conftest import PNG, certificate_fields

pytestmark = pytest.mark.django_db
PAGE = """<html lang="tr"><meta charset="utf-8"><style>th{{text-align:left;width:8cm}}</style><table>
<tr><th>Belge No<td>: {number}<tr><th>Belge Sahibi<td>: {holder}<tr><th>Standart<td>: {standard}
<tr><th>Yayın Tarihi<td>: {issued}<tr><th>Geçerlilik Tarihi<td>: {until}</table>"""
PRINTED = {
    "number": "KB-ISMS-118",
    "holder": "IŞIK İSG YAZILIM ANONİM ŞİRKETİ",
    "standard": "TS ISO/IEC 27001:2022",
    "issued": "10.01.2026",
    "until": "09.01.2029",
}
NEXT = {"number": "KB-ISMS-118", "issued_on": "2026-01-10", "valid_until_on": "2029-01-09"}


def paper(**more):
    return HTML(string=PAGE.format(**PRINTED | more)).write_pdf()


@pytest.fixture
def page(client, compliance, integrator):
    """`page(data)` sends to the integrator's page of certificates and returns the answer and its text."""
    client.force_login(compliance)
    address = reverse("registry:portal_certificate", args=[integrator.dossier.number])

    def send(data=None, **more):
        answer = client.post(address, data or more) if data or more else client.get(address)
        return answer, html.unescape(answer.content.decode())

    return send


def first(page, data, name="belge.pdf"):
    return page(read="1", file=SimpleUploadedFile(name, data))


def hidden(text, name):
    (found,) = re.findall(rf'name="{name}" value="([^"]*)"', text)
    return found


def typed(text, **more):
    fields = certificate_fields("Işık İSG Yazılım A.Ş.", accreditation_body="TÜRKAK") | NEXT
    return fields | {"kept_file": hidden(text, "kept_file"), "doubted": hidden(text, "doubted")} | more


def newest():
    return Certificate.objects.latest("pk")


def test_the_file_comes_first_and_fills_the_form(page):
    _, asked = page()
    assert 'name="file"' in asked
    assert 'name="number"' not in asked
    answer, text = first(page, paper())
    assert answer.status_code == 200
    assert 'type="file"' not in text, "it need not be chosen again"
    assert answer.context["form"]["valid_until_on"].value() == "2029-01-09"
    assert 'value="KB-ISMS-118"' in text
    assert text.count('class="read"') == 5
    assert 'class="doubt"' not in text
    sent, _ = page(typed(text))
    assert sent.status_code == 302
    kept = newest()
    assert kept.document.filename == "belge.pdf"
    assert kept.document.facts["legible"] == "read"
    assert kept.document.facts["read"]["number"]["value"] == kept.number


def test_nothing_typed_is_lost_and_the_file_stays_when_a_field_is_wrong(page):
    _, text = first(page, paper())
    answer, again = page(typed(text, number="", scope="Yazılım <b>"))
    assert answer.status_code == 422
    assert answer.context["form"]["scope"].value() == "Yazılım <b>"
    sent, _ = page(typed(again))
    assert sent.status_code == 302


def test_who_writes_otherwise_than_was_read_is_asked_once(page):
    _, text = first(page, paper())
    answer, asked = page(typed(text, number="KB-ISMS-119"))
    assert answer.status_code == 200
    assert 'class="doubt"' in asked
    assert hidden(asked, "doubted") == "number"
    assert not Certificate.objects.filter(number="KB-ISMS-119").exists()
    answer, _ = page(typed(asked, number="KB-ISMS-119", issued_on="2026-01-11"))
    assert answer.status_code == 200, "another difference is asked about, too"
    sent, _ = page(typed(asked, number="KB-ISMS-119"))
    assert sent.status_code == 302
    assert newest().document.facts["read"]["number"]["value"] == "KB-ISMS-118"


@pytest.mark.parametrize(
    ("printed", "field"),
    [
        ({"holder": "BAŞKA YAZILIM ANONİM ŞİRKETİ"}, "holder"),
        ({"standard": "ISO/IEC 27001:2013"}, "edition"),
        ({"until": "01.03.2026"}, "valid_until_on"),
        ({"until": "09.01.2025"}, "valid_until_on"),
    ],
)
def test_what_the_registry_knows_against_the_document_is_said_at_the_field(page, printed, field):
    answer, text = first(page, paper(**printed))
    assert answer.status_code == 200
    assert 'class="doubt"' in str(answer.context["form"].fields[field].help_text)
    assert text.count('class="doubt"') == 1


def test_a_certificate_of_another_firm_is_doubted_by_its_number(page, other_integrator):
    theirs = Certificate.objects.get(firm=other_integrator.firm)
    _, text = first(page, paper(number=theirs.number))
    assert text.count('class="doubt"') == 1


def test_another_firms_certificate_or_an_old_one_is_taken_and_found_deficient(page, integrator, officer, client):
    for more, code in (
        ({"holder": "Başka A.Ş."}, "other_holder"),
        ({"edition": "2013"}, "edition_void"),
    ):
        _, text = first(page, PNG, "belge.png")
        sent, _ = page(typed(text, **more))
        assert sent.status_code == 302
        from registry.actions.accept_certificate import obstacles

        assert code in {it.code for it in obstacles(newest(), at=T0)}


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"issued_on": "2026-01-10", "first_issued_on": "2026-01-11"}, "issued_on"),
        ({"valid_until_on": "2026-01-09"}, "valid_until_on"),
        ({"valid_until_on": "2039-01-09"}, "valid_until_on"),
        ({"last_surveillance_on": "2025-06-01", "next_surveillance_on": "2025-05-01"}, "next_surveillance_on"),
        ({"last_surveillance_on": "2020-06-01"}, "last_surveillance_on"),
    ],
)
def test_days_that_contradict_the_cycle_are_refused_at_their_fields(page, more, field):
    _, text = first(page, PNG, "belge.png")
    answer, _ = page(typed(text, **more))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}


def test_a_scan_says_so_and_is_typed_by_hand(page):
    from PIL import Image

    held_bytes = BytesIO()
    Image.new("L", (800, 600), 255).save(held_bytes, "PDF")
    for data, name in ((held_bytes.getvalue(), "tarama.pdf"), (PNG, "tarama.png")):
        answer, text = first(page, data, name)
        assert answer.context["upload"].legible == "scan"
        assert 'class="read"' not in text
    sent, _ = page(typed(text))
    assert sent.status_code == 302
    assert newest().document.facts["legible"] == "scan"


def test_a_text_without_a_certificate_says_so(page):
    data = HTML(string="<p>Bu belge örnektir; içindeki her şey uydurmadır.</p>").write_pdf()
    answer, _ = first(page, data)
    assert answer.context["upload"].legible == "nothing"


def test_an_encrypted_or_missing_file_is_refused_in_the_first_step(page):
    locked = BytesIO()
    with pikepdf.open(BytesIO(paper())) as opened:
        opened.save(locked, encryption=pikepdf.Encryption(owner="x", user=""))
    for data in ({"file": SimpleUploadedFile("a.pdf", locked.getvalue())}, {"file": ""}):
        answer, _ = page({"read": "1", **data})
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == {"file"}


def test_the_documents_own_signature_is_judged_and_shown(page, settings):
    signed = demo_ca.sign_as(paper(), _key(), at=T0)
    answer, text = first(page, signed)
    (verdict,) = answer.context["upload"].received.signatures
    assert verdict.good
    assert verdict.signer_name in text
    altered = signed.replace(b"/Title", b"/Titel") if b"/Title" in signed else signed + b"\n%altered\n"
    answer, text = first(page, altered + b"\n1 0 obj\n<<>>\nendobj\n")
    judged = answer.context["upload"].received.signatures
    assert not any(it.good for it in judged)
    assert "chip bad" in text
    sent, _ = page(typed(text))
    assert sent.status_code == 302
    assert not newest().document.signatures.get().good, "the officer sees it, too"


def _key():
    demo_ca.issue("Kale Belgelendirme", "10000000146", key_name="kale")
    return "kale"


def test_the_file_that_arrived_is_its_persons(page, client, outsider, other_integrator):
    _, text = first(page, paper())
    client.force_login(outsider)
    theirs = reverse("registry:portal_certificate", args=[other_integrator.dossier.number])
    assert client.post(theirs, typed(text)).status_code == 404
    assert not Certificate.objects.filter(number="KB-ISMS-118").exists()


def test_another_file_of_the_second_step_is_read_anew(page):
    _, text = first(page, paper())
    instead = SimpleUploadedFile("yeni.pdf", paper(number="KB-ISMS-200"))
    answer, asked = page(typed(text, number="KB-ISMS-118", file=instead))
    assert (answer.status_code, hidden(asked, "doubted")) == (200, "number")
    sent, _ = page(typed(asked, number="KB-ISMS-200"))
    assert sent.status_code == 302
    assert newest().document.filename == "yeni.pdf"


def test_a_file_of_the_day_before_yesterday_is_asked_for_again_with_everything_typed(page, day):
    _, text = first(page, paper())
    with moved(day(2)):
        answer, again = page(typed(text, scope="Aynı kapsam"))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"file"}
    assert answer.context["form"]["scope"].value() == "Aynı kapsam"
    assert 'type="file"' in again


def test_the_officer_sees_both_side_by_side(page, client, officer, integrator):
    _, text = first(page, paper())
    _, asked = page(typed(text, number="KB-ISMS-119"))
    page(typed(asked, number="KB-ISMS-119"))
    client.force_login(officer)
    shown = client.get(reverse("registry:desk_integrator", args=[integrator.dossier.number])).content.decode()
    assert "KB-ISMS-119" in shown
    assert "KB-ISMS-118" in shown
    assert shown.count('class="chip bad">') >= 1
