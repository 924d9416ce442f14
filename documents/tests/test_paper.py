"""Papers read back by tools that did not make them: every kind of letter as the product words it, and the agreement."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
import segno
from django.conf import settings
from PIL import Image

from contracts.actions.request_copy import request_copy
from contracts.copies import live_copy
from contracts.loading import load_first_versions
from contracts.models import Kind
from contracts.sheets import blank_sheet
from documents import letters, store
from documents.institution import INSTITUTION
from documents.kinds import COMMON, KINDS
from documents.models import Letter, Signing
from documents.rendering import render_pdf
from kep_gateway.letters import compose, worded
from law.clauses import clause
from operations.demo.story import Story

pytestmark = pytest.mark.django_db
REASONS = {"reasons": [{"title": "ISO/IEC 27001 belgesi", "reason": "Kapsamı yazılımı içermiyor."}]}
COURT = {"ground_on": "02.02.2026", "document": "Ankara 7. İdare Mahkemesinin 2026/123 E. sayılı kararı"}
SUBMITTED = {"submitted": "02.01.2026"}
LAPSED = {"certificate": "ISMS-4711", "lapsed_on": "28.02.2026"}
SINCE = {"since": "02.03.2026"}
WHAT = "Yıllık statik güvenlik testi (kaynak kod taraması)"
UNRETURNED = {"what": "Yenilenen sözleşmenin imzası", "last_on": "01.04.2026", "rests_on": clause("3/b")}
SAID: Mapping[str, Mapping[str, Any]] = {
    "applications.completion": SUBMITTED | REASONS,
    "applications.information": {},
    "applications.refresh": REASONS,
    "applications.approval": SUBMITTED,
    "applications.rejection": SUBMITTED | {"ground": "Başvuruyu yapan kişinin firmayı temsil yetkisi yoktur."},
    "registry.lapsed": LAPSED,
    "registry.not_holding": LAPSED | {"said": "askıda"},
    "registry.passivated": {
        "proof": "Sözleşmeye aykırılık tespit tutanağı",
        "article": "Madde 6",
        "why_no_period": "Aykırılık denetim dışında ispatlanmıştır.",
        "hearing": "Firmanın yazılı açıklaması alınmış ve değerlendirilmiştir.",
    },
    "registry.stayed": COURT,
    "registry.stay_lifted": COURT,
    "registry.annulled": COURT,
    "registry.reactivated": {},
    "registry.ended": {"document": "Entegratörlükten ayrılma dilekçesi"},
    "registry.certificate_refused": {
        "certificate": "ISMS-4712",
        "body": "Anadolu Belgelendirme A.Ş.",
        "reason": "Belgenin kapsamı entegrasyon yazılımını içermemektedir.",
        "active_through": "31.03.2026",
    },
    "registry.validity_renewed": {"certificate": "ISMS-4712", "valid_through": "28.02.2029"},
    "registry.listing_changed": {
        "changes": [
            "Yazılımlar: “İSG Takip” yerine “İSG Takip, İSG Eğitim”.",
            "İl: “Ankara” yerine “İzmir”.",
            "İnternet sitesi: “-” yerine “https://ornek.com.tr”.",
        ],
        "reason": "Firmanın 20.02.2026 tarihli dilekçesi.",
    },
    "contracts.ink_refused": {"sent_on": "20.02.2026", "note": "İmza, imza sirkülerindeki örneğe benzememektedir."},
    "kep_gateway.service_corrected": {
        "letter": "E-12345678-155.01-7",
        "title": "Entegratörlük başvurunuzdaki eksiklikler",
        "before": "05.02.2026",
        "served_on": "09.02.2026",
        "ended_on": "05.05.2026",
        "ends_on": "11.05.2026",
        "reason": "Sonradan gelen teslim delili.",
    },
    "accounts.kep_changed": SINCE | {"address": "isik.yeni@hs01.kep.tr"},
    "accounts.ended": SINCE,
    "accounts.merged": SINCE | {"into": "Güneş İSG Yazılım A.Ş."},
    "accounts.absorbed": SINCE | {"absorbed": "Güneş İSG Yazılım A.Ş."},
    "registry.document_lapsed": {"what": WHAT, "lapsed_on": "28.02.2026"},
    "registry.unreturned": UNRETURNED,
    "registry.not_shown": {"what": WHAT, "last_on": "24.03.2026", "asked": True},
    "registry.lapse_ahead": {"what": WHAT, "last_on": "30.06.2026", "automatic": True},
    "registry.lapse_held": {"ends": ["ISO/IEC 27001 belgesinin geçerliliği: 10.07.2026"]},
    "registry.duties_begun": {"version": 2, "duties": [f"{WHAT} (son gün 12.03.2027)", "İmza sirküleri"]},
    "registry.concern_decided": {
        "what": "Barındırma hizmeti belgesi",
        "concerned": True,
        "reason": "Sunucularınız üçüncü bir kişinin veri merkezindedir.",
        "last_on": "11.04.2026",
    },
    "registry.document_accepted": {"what": WHAT, "holds_through": "10.03.2027"},
    "registry.document_refused": {"what": WHAT, "reason": "Raporda taranan sürüm yazmamaktadır."},
    "registry.document_demanded": {"what": "İmza sirküleri", "reason": "Yetkili değişikliği görülmüştür.", "days": 15},
    "registry.answer_returned": {"what": "İmza sirküleri", "reason": "Eski tarihlidir.", "over": False},
    "registry.demand_withdrawn": {"what": "İmza sirküleri"},
    "contracts.renewal": {
        "commitment": False,
        "number": 2,
        "published_on": "02.03.2026",
        "last_on": "01.04.2026",
        "effective_on": "02.04.2026",
        "automatic": True,
    },
    "contracts.unreturned": UNRETURNED,
}
CODE, DAY = "ABCDEFGH23456789", date(2026, 3, 2)
ADDRESS = f"{settings.SITE}/dogrula/{CODE}/"
PANGRAM = "Pijamalı hasta yağız şoföre çabucak güvendi; ĞÜŞİÖÇ ile ğüşiöç, I ile ı, İ ile i, â, î, û."


def told(tool: str, *words: str, pdf: bytes) -> str:
    """Return what one of poppler's tools says of a PDF."""
    return subprocess.run([tool, *words], input=pdf, capture_output=True, check=True).stdout.decode()


def seen(pdf: bytes) -> str:
    """Return the words as they lie on the paper, from top to bottom."""
    return " ".join(told("pdftotext", "-layout", "-", "-", pdf=pdf).split())


def heard(pdf: bytes) -> str:
    """Return the words as they are read aloud: in the order of the tags, without what repeats at the foot."""
    tagged = told("pdfinfo", "-struct-text", "-", pdf=pdf)
    return " ".join(" ".join(re.findall(r'^\s+"(.*)"$', tagged, re.MULTILINE)).split())


def out_of_order(text: str, blocks: list[str]) -> list[str]:
    """Return the blocks that do not stand after the one before them."""
    place, wrong = 0, []
    for block in blocks:
        found = text.find(" ".join(block.split()), place)
        if found < 0:
            wrong.append(block)
        else:
            place = found + len(block)
    return wrong


def flaws(data: bytes, title: str) -> Iterator[str]:
    """Yield what keeps a PDF from being kept for ever and read aloud."""
    with pikepdf.open(BytesIO(data)) as pdf:
        with pdf.open_metadata() as meta:
            if (meta.get("pdfaid:part"), meta.get("pdfaid:conformance")) != ("3", "A"):
                yield "not PDF/A-3a"
            if meta.get("dc:title") != title or pdf.docinfo.get("/Title") != title:
                yield "title"
        if str(pdf.Root.get("/Lang", "")) not in {"tr", "tr-TR"}:
            yield "language"
        if not _part(pdf.Root, "/MarkInfo").get("/Marked"):
            yield "not marked"
        if not _part(pdf.Root, "/StructTreeRoot").get("/K"):
            yield "no tags"
        yield from (f"page {n} untagged" for n, page in enumerate(pdf.pages, 1) if "/StructParents" not in page.obj)
        yield from _unembedded(pdf)


def _part(whole: pikepdf.Object, name: str) -> pikepdf.Object:
    return whole.get(name, pikepdf.Dictionary())


def _unembedded(pdf: pikepdf.Pdf) -> Iterator[str]:
    fonts = [it for it in pdf.objects if isinstance(it, pikepdf.Dictionary) and it.get("/Type") == "/Font"]
    if not fonts:
        yield "no fonts"
    for font in fonts:
        carried = font if font.Subtype != "/Type0" else font.DescendantFonts[0]
        descriptor = _part(carried, "/FontDescriptor")
        if "/FontFile2" not in descriptor and "/FontFile3" not in descriptor:
            yield f"not embedded: {font.BaseFont}"
        if not re.match(r"/[A-Z]{6}\+", str(font.BaseFont)):
            yield f"not a subset: {font.BaseFont}"
        if "/ToUnicode" not in font and font.Subtype == "/Type0":
            yield f"letters unknown: {font.BaseFont}"


def pages(data: bytes) -> int:
    with pikepdf.open(BytesIO(data)) as pdf:
        return len(pdf.pages)


Write = Callable[..., Letter]


@pytest.fixture
def write(story: Story) -> Write:
    """Write a numbered letter to a firm that has applied, in the words of its kind."""
    story.register().start().send("backup_procedure").submit()

    def write(kind: str, **changes: Any) -> Letter:
        by, at = story.world.officer, story.at
        letter = compose(worded(KINDS[kind], story.application, **SAID[kind]), by=by, at=at)
        for name, it in changes.items():
            setattr(letter, name, it)
        letter.number, letter.registered_on, letter.verification_code = 7, DAY, CODE
        return letter

    return write


def printed(letter: Letter, signing: Signing) -> bytes:
    """Print a letter as the worker does before it signs."""
    return render_pdf("letters/letter.html", {"letter": letters.facts_of(letter, signing=signing)})


def head(letter: Letter) -> list[str]:
    """Return what stands above the text, in its order."""
    cited = [f"İlgi : {mark} {text}" if n == 0 else f"{mark} {text}" for n, (mark, text) in enumerate(_cited(letter))]
    return [
        f"T.C. {INSTITUTION.name} {INSTITUTION.unit}",
        f"Sayı : {letters.number_of(letter)} 02.03.2026",
        f"Konu : {letter.subject}",
        "DAĞITIM YERLERİNE" if letter.informs else "IŞIK İSG YAZILIM A.Ş.",
        *cited,
    ]


def _cited(letter: Letter) -> list[tuple[str, str]]:
    many = len(letter.references) > 1
    return [(f"{letters.MARKS[n]})" if many else "", text) for n, text in enumerate(letter.references)]


def rest(letter: Letter, *, sealed: bool) -> list[str]:
    """Return the text and what stands under it, without the foot."""
    text = [" ".join(line.split()) for line in letter.body.splitlines() if line.strip()]
    closing = [text.pop()] if text[-1].endswith("rica ederim.") else []
    signature = [INSTITUTION.unit] if sealed else ["Ayla ONAY", "Bakan a.", "Genel Müdür"]
    blocks = [*text, letter.challenge, *closing, "e-mühürlüdür" if sealed else "e-imzalıdır", *signature]
    if letter.enclosures:
        blocks += ["Ek:", *(f"{n}- {it}" for n, it in enumerate(letter.enclosures, 1))]
    return [*blocks, *(["Dağıtım:", "Gereği:"] if letter.informs else [])]


def foot(*, sealed: bool) -> list[str]:
    """Return what stands at the foot of each page."""
    law = "Kanunu kapsamında elektronik mühür ile" if sealed else "Kanununa göre güvenli elektronik imza ile"
    return [f"5070 sayılı Elektronik İmza {law}", f"Doğrulama kodu: {CODE}", ADDRESS, INSTITUTION.address, "KEP:"]


def checked(letter: Letter, pdf: bytes, *, sealed: bool) -> Iterator[str]:
    """Yield what is wrong with a letter's paper, whatever it says."""
    said = [*head(letter), *rest(letter, sealed=sealed)]
    yield from flaws(pdf, f"{letters.number_of(letter)} {letter.subject}")
    yield from (f"on paper: {it}" for it in out_of_order(seen(pdf), [*said, *foot(sealed=sealed)]))
    yield from (f"aloud: {it}" for it in out_of_order(heard(pdf), said))
    if pages(pdf) != 1:
        yield f"{pages(pdf)} pages"


def test_every_kind_of_letter_is_tried_and_every_text_is_of_a_kind() -> None:
    assert set(SAID) == set(KINDS)
    texts = settings.BASE_DIR.glob("templates/*/letters/*.txt")
    assert {f"{file.parts[-3]}.{file.stem}" for file in texts} == set(KINDS)


def test_a_letter_says_what_its_kind_names_and_nothing_else() -> None:
    for kind in KINDS.values():
        text = (settings.BASE_DIR / "templates" / kind.template).read_text()
        used = set(re.findall(r"{{ (\w+)|{% (?:if|for \w+ in) (\w+)", text))
        named = {name for pair in used for name in pair if name} - {"forloop", "it"}
        assert kind.facts <= named <= kind.facts | COMMON, kind.key


def test_each_kind_of_letter_stands_on_one_page_in_the_order_of_official_letters(write: Write, story: Story) -> None:
    wrong = []
    for kind in KINDS.values():
        letter = write(kind.key)
        pdf = printed(letter, Signing(authority=None if kind.sealed else story.world.signatory))
        wrong += [f"{kind.key}: {it}" for it in checked(letter, pdf, sealed=kind.sealed)]
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def full(write: Write, story: Story) -> tuple[Letter, bytes]:
    """A letter with everything that one can have, in all letters of the alphabet."""
    letter = write(
        "applications.completion",
        body=f"{PANGRAM}\n\n1) Birinci eksiklik.\n2) İkinci eksiklik.\n\nBilgilerinizi ve gereğini rica ederim.",
        references=["01.03.2026 tarihli ve BSV-2026-000012 sayılı başvurunuz.", "2018-1 sayılı Genelge."],
        enclosures=["Eksiklik listesi (1 sayfa)", "Genelge (3 sayfa)"],
        informs=["Hukuk Hizmetleri Genel Müdürlüğü"],
    )
    return letter, printed(letter, Signing(authority=story.world.signatory))


def test_a_letter_with_references_enclosures_and_distribution_keeps_the_order(full: tuple[Letter, bytes]) -> None:
    letter, pdf = full
    assert list(checked(letter, pdf, sealed=False)) == []
    assert "Gereği: Bilgi: Işık İSG Yazılım A.Ş. Hukuk Hizmetleri Genel Müdürlüğü" in seen(pdf)
    (page,) = pypdf.PdfReader(BytesIO(pdf)).pages
    assert PANGRAM in " ".join(page.extract_text().split()), "a third reader finds each letter too"
    blocks = [*head(letter), *rest(letter, sealed=False)]
    assert out_of_order(seen(pdf), blocks[::-1]), "the order could have been found wrong"


def test_the_square_at_the_foot_leads_to_the_verification(full: tuple[Letter, bytes], tmp_path: Path) -> None:
    here, cm = tmp_path / "page", 300 / 2.54
    subprocess.run(["pdftoppm", "-r", "300", "-gray", "-singlefile", "-", str(here)], input=full[1], check=True)
    with Image.open(here.with_suffix(".pgm")) as picture:
        corner = picture.crop((int(17.7 * cm), int(26 * cm), picture.width, picture.height)).point(lambda it: it < 128)
    box = corner.getbbox()
    assert box
    right, low, side = box[2], box[3], round(1.75 * cm)
    code = corner.crop((right - side, low - side, right, low))  # the line above the foot is left out
    assert squares(code, ADDRESS) == squares_of(ADDRESS)
    assert squares(code, ADDRESS) != squares_of(ADDRESS.replace("9/", "8/"))


def squares_of(text: str) -> list[list[bool]]:
    return [[bool(it) for it in row] for row in segno.make(text, error="m").matrix]


def squares(picture: Image.Image, text: str) -> list[list[bool]]:
    """Return which squares of a photographed code are dark, were it a code for such a text."""
    n, (width, height) = len(squares_of(text)), picture.size
    middle = [(it + 0.5) / n for it in range(n)]
    return [[bool(picture.getpixel((int(x * width), int(y * height)))) for x in middle] for y in middle]


def _without_fonts(pdf: pikepdf.Pdf) -> None:
    for it in pdf.objects:
        if isinstance(it, pikepdf.Dictionary) and it.get("/Type") == "/FontDescriptor":
            del it["/FontFile2"]


def _not_archived(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata() as meta:
        del meta["pdfaid:part"]


SPOILT: Mapping[str, Callable[[pikepdf.Pdf], Any]] = {
    "language": lambda pdf: delattr(pdf.Root, "Lang"),
    "title": lambda pdf: delattr(pdf.docinfo, "Title"),
    "not marked": lambda pdf: delattr(pdf.Root, "MarkInfo"),
    "no tags": lambda pdf: delattr(pdf.Root, "StructTreeRoot"),
    "page 1 untagged": lambda pdf: delattr(pdf.pages[0].obj, "StructParents"),
    "not embedded": _without_fonts,
    "not PDF/A-3a": _not_archived,
}


def test_each_flaw_is_found_on_a_paper_that_has_it(full: tuple[Letter, bytes]) -> None:
    letter, good = full
    for flaw, spoil in SPOILT.items():
        out = BytesIO()
        with pikepdf.open(BytesIO(good)) as pdf:
            spoil(pdf)
            pdf.save(out)
        found = list(flaws(out.getvalue(), f"{letters.number_of(letter)} {letter.subject}"))
        assert found, flaw
        assert all(it.startswith(flaw) for it in found), (flaw, found)


def agreement_blocks(pdf: bytes) -> list[str]:
    """Return the articles' headings as they must follow each other, up to the last that is found."""
    last = max(map(int, re.findall(r"Madde (\d+) –", seen(pdf))))
    return [f"Madde {n} –" for n in range(1, last + 1)]


def test_the_agreement_and_the_commitment_beside_it_are_papers_too(story: Story) -> None:
    story.register().start()
    for kind in Kind:
        story.do(request_copy, story.application.dossier.pk, by=story.person, kind=kind.value)
    story.run_loops()
    for copy in (live_copy(story.application.dossier, kind.value) for kind in Kind):
        assert copy
        assert copy.pdf
        document = copy.pdf
        pdf = store.read(document.sha256)
        assert list(flaws(pdf, document.title)) == []
        text, many = seen(pdf).replace(" / ", "/"), pages(pdf)
        blocks = [f"T.C. {INSTITUTION.name} {INSTITUTION.unit}", document.title, *agreement_blocks(pdf)]
        assert out_of_order(text, [*blocks, "Entegratör adına", "Işık Müdür", f"{many}/{many}"]) == []
        assert out_of_order(heard(pdf), [*blocks, "Entegratör adına", "Işık Müdür"]) == []
        assert out_of_order(text, [f"{n}/{many}" for n in range(1, many + 1)]) == []
        assert "Işık İSG Yazılım A.Ş." in text


def test_the_blank_form_is_a_paper_too(db: None, at: Any) -> None:
    sheet = blank_sheet(load_first_versions(at))
    pdf = render_pdf("agreements/pdf/agreement.html", {"sheet": sheet})
    assert list(flaws(pdf, sheet.title)) == []
    assert out_of_order(seen(pdf), [sheet.title, "Boş örnek", *agreement_blocks(pdf), "Bakanlık adına"]) == []
