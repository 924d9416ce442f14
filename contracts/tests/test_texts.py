"""The texts: complete, numbered, and printed with the firm's data in Turkish letters."""

from io import BytesIO

import pytest
from docx import Document as Word
from pypdf import PdfReader

from accounts.actions.change_address import change_address
from contracts import issuing, wording
from contracts.actions.request_copy import request_copy
from contracts.copies import printed
from contracts.models import AgreementVersion, Kind
from contracts.sheets import copy_sheet
from contracts.tests.conftest import ALONE, JOINT
from contracts.versions import TextChanged, published_text
from contracts.word import as_docx
from documents import store
from documents.rendering import render_pdf
from law.clock import legal_day

pytestmark = pytest.mark.django_db
NAMES = ("Işık İSG Yazılım A.Ş.", "Şükrü Öztürk İğdeci", "Çiğdem Mah. Öğüt Sok.", "isik@hs01.kep.tr", "1234567890")


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def text_of(docx: bytes) -> str:
    word = Word(BytesIO(docx))
    cells = (cell.text for table in word.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(it.text for it in word.paragraphs), *cells])


@pytest.mark.parametrize("name", wording.names("agreement"))
def test_the_agreement_says_everything_it_must(name):
    text = wording.wording(name)
    titles = [article.title for article in text.articles]
    assert len(titles) == 20
    assert "yirmi maddeden" in text.articles[-1].paragraphs[2].text
    for duty in ("Arka kapı yasağı", "İzinsiz paylaşım yasağı", "Güvenlik testleri", "Sunucuların yeri", "Sorumluluk"):
        assert duty in titles


def test_paragraphs_are_numbered_and_items_lettered_in_turkish():
    definitions = wording.wording("agreement_v1").articles[1]
    (only,) = definitions.paragraphs
    assert (only.number, only.tail) == ("2.1", "ifade eder.")
    assert [letter for letter, _ in only.items][:5] == ["a", "b", "c", "ç", "d"]


@pytest.mark.parametrize("name", wording.names("agreement"))
def test_an_article_referred_to_is_the_one_meant(name):
    articles = wording.wording(name).articles
    assert "yirmi dört saat içinde" in articles[4].paragraphs[4].text  # “beşinci maddedeki süre”
    assert articles[0].title == "Taraflar"  # “birinci maddede unvanı yazılı firma”


@pytest.mark.parametrize("name", ["agreement_v99", "../secret", ""])
def test_a_name_that_is_no_text_is_refused(name):
    with pytest.raises(wording.NoSuchText):
        wording.wording(name)


def test_pdf_and_docx_carry_the_firms_names_number_and_version(copy, named, compliance, day):
    named("Şükrü Öztürk İğdeci", ALONE, jointly=True)
    named("Gülçin Çağ", JOINT, jointly=True)
    fresh = request_copy(copy.dossier_id, by=compliance, at=day(1))
    assert issuing.run_waiting(day(1)) == 1
    fresh.refresh_from_db()
    assert fresh.pdf
    assert fresh.docx
    for text in (words(store.read(fresh.pdf.sha256)), text_of(store.read(fresh.docx.sha256))):
        for name in NAMES:
            assert name in text
        assert "Sürüm 1 · yürürlük 02.03.2026" in text
        assert copy.dossier.number in text
        assert "3 Mart 2026" in text
        assert "Gülçin Çağ (müştereken)" in text
        assert "Madde 20 – Nüshalar ve imzalar" in text


def test_an_unknown_signatory_leaves_a_line_for_the_name(copy):
    assert "Adı soyadı: …" in words(store.read(copy.pdf.sha256))
    assert "MERSİS" not in words(store.read(copy.pdf.sha256))


def test_the_commitment_is_printed_with_the_same_data(copy, compliance, at):
    sheet = copy_sheet(request_copy(copy.dossier_id, by=compliance, at=at, kind=Kind.COMMITMENT), legal_day(at))
    text = words(render_pdf("agreements/pdf/agreement.html", {"sheet": sheet}))
    assert "Işık İSG Yazılım A.Ş." in text
    assert "Bakanlık adına" not in text
    assert "kabul, beyan ve taahhüt ederiz." in text_of(as_docx(sheet, at))


def test_a_published_text_that_was_edited_is_noticed(version):
    tampered = AgreementVersion(template=version.template, template_sha256="0" * 64)
    with pytest.raises(TextChanged):
        published_text(tampered)


def test_printed_data_are_those_of_the_day(firm, dossier, compliance, day):
    change_address(firm.pk, by=compliance, at=day(5), text="Yeni Cad. 1 İzmir")
    assert printed(firm, day(4))["address"].startswith("Çiğdem")
    assert printed(firm, day(5))["address"] == "Yeni Cad. 1 İzmir"
