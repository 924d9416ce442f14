from __future__ import annotations

from datetime import date
from inspect import unwrap
from io import BytesIO

import docx
import pikepdf
import pypdf
import pytest
from weasyprint.urls import FatalURLFetchingError

from documents import letters, printing, store
from documents.actions.initial_letter import initial_letter
from documents.actions.sign_letter import sign_letter
from documents.models import Letter, Signing
from documents.printing import OwnFiles
from documents.rendering import render_docx, render_html, render_pdf
from documents.signing import run_waiting
from law.explain import date_short

pytestmark = pytest.mark.django_db

TEMPLATE = "letters/letter.html"


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.fixture
def signed_pdf(make_letter, officer, approver, authority, at) -> bytes:
    letter = make_letter(
        references=["01.03.2026 tarihli ve BSV-2026-000012 sayılı başvurunuz.", "2018-1 sayılı Genelge."],
        enclosures=["Eksiklik listesi (1 sayfa)", "Genelge (3 sayfa)"],
        informs=["Hukuk Hizmetleri Genel Müdürlüğü"],
    )
    initial_letter(letter.pk, by=officer, at=at)
    sign_letter(letter.pk, by=approver, at=at)
    run_waiting(at)
    document = Letter.objects.get(pk=letter.pk).document
    assert document
    return store.read(document.sha256)


def test_every_block_of_an_official_letter_stands_in_the_signed_pdf(signed_pdf):
    text = text_of(signed_pdf)
    code = Letter.objects.get().verification_code
    for block in (
        "T.C. ÇALIŞMA VE SOSYAL GÜVENLİK BAKANLIĞI İş Sağlığı ve Güvenliği Genel Müdürlüğü",
        "Sayı : E-00000000-235.02-1 02.03.2026",
        "Konu : Başvurunuzdaki eksiklikler",
        "DAĞITIM YERLERİNE",
        "İlgi : a) 01.03.2026 tarihli",
        "b) 2018-1 sayılı Genelge.",
        "1) ISO/IEC 27001 belgesi",
        "yetkili idare mahkemesinde dava açılabilir. Bilgilerinizi ve gereğini rica ederim.",
        "Ayla ONAY Bakan a. Genel Müdür",
        "Ek: 1- Eksiklik listesi (1 sayfa) 2- Genelge (3 sayfa)",
        "Dağıtım: Gereği: Işık İSG Yazılım A.Ş. Bilgi: Hukuk Hizmetleri Genel Müdürlüğü",
        "5070 sayılı Elektronik İmza Kanununa göre güvenli elektronik imza ile imzalanmıştır.",
        f"Doğrulama kodu: {code}",
        f"/dogrula/{code}/",
        "KEP: isggm@hs01.kep.tr",
    ):
        assert block in text, block
    assert "TASLAK" not in text


def test_the_pdf_is_tagged_turkish_titled_and_carries_its_fonts(signed_pdf):
    with pikepdf.open(BytesIO(signed_pdf)) as pdf:
        assert str(pdf.Root.Lang) == "tr"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in pdf.Root
        assert pdf.docinfo["/Title"] == "E-00000000-235.02-1 Başvurunuzdaki eksiklikler"
        with pdf.open_metadata() as meta:
            assert meta["pdfaid:part"] == "3"
        assert len(pdf.pages) == 1
        fonts = [
            it for it in pdf.objects if isinstance(it, pikepdf.Dictionary) and it.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all("LiberationSerif" in str(it.FontName).replace("-", "") for it in fonts)
        assert all("/FontFile2" in it or "/FontFile3" in it for it in fonts)


def test_a_draft_carries_the_watermark_and_neither_number_nor_signature(letter):
    text = text_of(render_pdf(TEMPLATE, {"letter": letters.shown(letter)}))
    assert "TASLAK" in text.replace(" ", "")
    assert "5070" not in text
    assert "Doğrulama kodu" not in text
    assert "(imza)" in text


def test_a_single_addressee_stands_in_turkish_capitals(letter):
    assert "IŞIK İSG YAZILIM A.Ş." in text_of(render_pdf(TEMPLATE, {"letter": letters.shown(letter)}))


def test_a_sealed_letter_says_so(letter, at):
    letter.number, letter.registered_on, letter.verification_code = 7, date(2026, 3, 2), "ABCDEFGH23456789"
    text = text_of(render_pdf(TEMPLATE, {"letter": letters.facts_of(letter, signing=Signing())}))
    assert "elektronik mühür ile mühürlenmiştir" in text
    assert "Bakan a." not in text
    assert date_short(date(2026, 3, 2)) in text


def test_a_long_letter_runs_over_pages_with_its_foot_on_each(make_letter):
    letter = make_letter(body="\n\n".join(["Uzun bir paragraf " * 40] * 12), burdening=False)
    pages = pypdf.PdfReader(BytesIO(render_pdf(TEMPLATE, {"letter": letters.shown(letter)}))).pages
    assert len(pages) > 1
    assert all("KEP:" in page.extract_text() for page in pages)


def test_a_text_without_its_closing_gets_one_and_numbered_lines_stay_items(make_letter):
    facts = letters.facts_of(make_letter(body="Satır bir\nsatır iki\n1) ilk\n2) ikinci", burdening=False))
    assert [(line.text, line.item) for line in facts.lines] == [
        ("Satır bir satır iki", False),
        ("1) ilk", True),
        ("2) ikinci", True),
    ]
    assert facts.closing == letters.CLOSING
    assert facts.challenge == ""


def test_the_same_page_gives_the_same_bytes(letter):
    page = render_html(TEMPLATE, {"letter": letters.shown(letter)})
    as_it_is = unwrap(printing.printed)  # what the suite keeps of it is left out
    assert as_it_is(page) == as_it_is(page) == printing.printed(page)


def test_markup_in_a_letter_stays_text(make_letter):
    letter = make_letter(body='<img src="http://example.com/x.png"> & <script>', burdening=False)
    assert "&lt;script&gt;" in render_html("letters/sheet.html", {"letter": letters.shown(letter)})
    assert "<script>" in text_of(render_pdf(TEMPLATE, {"letter": letters.shown(letter)}))


@pytest.mark.parametrize(
    "url",
    ["http://example.com/x.css", "file:///etc/passwd", "file:///work/../etc/passwd", "data:text/html,x", "ftp://x/y"],
)
def test_nothing_foreign_is_fetched(url):
    with pytest.raises(FatalURLFetchingError):
        OwnFiles().fetch(url)


def test_the_word_file_says_the_same(letter):
    word = docx.Document(BytesIO(render_docx(TEMPLATE, {"letter": letters.shown(letter)})))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "ÇALIŞMA VE SOSYAL GÜVENLİK BAKANLIĞI" in text
    assert text.startswith("TASLAK")
    assert "Sayı\t:\tE-00000000-235.02-" in text
    assert "1) ISO/IEC 27001 belgesi: kapsamı yazılımı içermiyor." in text
    assert word.core_properties.title.startswith("E-00000000-235.02-")
