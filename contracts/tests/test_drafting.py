"""A Word file is read into a text, or refused with everything that it cannot hold; the text follows a version."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document as WordFile
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from contracts import wording
from contracts.actions.draft_version import draft_version
from contracts.drafting import read_draft
from contracts.models import AgreementVersion, VersionDraft
from contracts.sheets import blank_sheet
from contracts.tests.conftest import upload
from contracts.versions import TextChanged, published_text
from documents import store
from documents.content import DOCX
from documents.intake import receive
from law.clock import moved
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from ledger.errors import NotAllowed, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def word_of(text: wording.Wording) -> Any:
    """Spell a text as an administrator would: heading styles, lists, placeholders."""
    word = WordFile()
    word.add_paragraph(text.title, style="Title")
    for article in text.articles:
        word.add_paragraph(f"Madde {article.number} – {article.title}", style="Heading 1")
        for it in article.paragraphs:
            if it.slot:
                word.add_paragraph(f"{{{{ {it.slot} }}}}")
                continue
            word.add_paragraph(f"{it.number}. {it.text}")
            for letter, words in it.items:
                word.add_paragraph(f"{letter}) {words}")
            if it.tail:
                word.add_paragraph(it.tail)
    return word


def saved(word: Any) -> bytes:
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def received(data: bytes, at: datetime) -> Any:
    return receive(upload(data, "taslak.docx"), at=at, accept=frozenset({DOCX}))


def drafted(kind: str, administrator: Any, at: datetime, change: Callable[[Any], None] | None = None) -> VersionDraft:
    """Draft the version that follows the newest, with one sentence more."""
    version = AgreementVersion.objects.filter(kind=kind).latest("number")
    word = word_of(published_text(version))
    last = word.paragraphs[-1]
    last.insert_paragraph_before("{{unvan}} bu hükmü ayrıca kabul eder.")
    if change:
        change(word)
    given = received(saved(word), at)
    return draft_version(version.pk, by=administrator, at=at, received=given, text=read_draft(given, kind))


def codes(word: Any, at: datetime, kind: str = "agreement") -> set[str]:
    with pytest.raises(Refused) as refused:
        read_draft(received(saved(word), at), kind)
    assert all(it.field == "file" for it in refused.value.obstacles)
    return set(refused.value.codes)


@pytest.mark.parametrize("name", ["agreement_v1", "agreement_v2", "commitment_v1"])
def test_a_text_written_in_word_reads_as_the_text_it_was(name, at):
    text = wording.wording(name)
    read = wording.read(read_draft(received(saved(word_of(text)), at), name.partition("_")[0]))
    assert (read.title, read.articles) == (text.title, text.articles)


def test_lists_and_words_own_numbers_are_items(at):
    text = wording.wording("commitment_v1")
    word = word_of(text)
    for paragraph in word.paragraphs:
        if paragraph.text[1:3] == ") ":
            paragraph.text = paragraph.text[3:]
            paragraph.style = word.styles["List Bullet"]
    assert wording.read(read_draft(received(saved(word), at), "commitment")).articles == text.articles


def _plain(word: Any) -> None:
    for paragraph in word.paragraphs:
        paragraph.style = word.styles["Normal"]


def _unknown(word: Any) -> None:
    word.paragraphs[2].add_run(" {{firma_kodu}}")


def _table(word: Any) -> None:
    word.add_table(rows=1, cols=1).cell(0, 0).text = "Gizli hüküm"


def _tracked(word: Any) -> None:
    inserted = OxmlElement("w:ins")
    inserted.set(qn("w:author"), "Biri")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "eklenen"
    run.append(text)
    inserted.append(run)
    word.paragraphs[3]._p.append(inserted)


def _deleted(word: Any) -> None:
    word.paragraphs[3]._p.append(OxmlElement("w:del"))


def _commented(word: Any) -> None:
    word.paragraphs[3]._p.append(OxmlElement("w:commentRangeStart"))


def _footnote(word: Any) -> None:
    word.paragraphs[3].runs[0]._r.append(OxmlElement("w:footnoteReference"))


def _field(word: Any) -> None:
    word.paragraphs[3]._p.append(OxmlElement("w:fldSimple"))


def _control(word: Any) -> None:
    word.element.body.insert(2, OxmlElement("w:sdt"))


def _numbered(word: Any) -> None:
    word.paragraphs[1].text = "Madde 7 – Taraflar"


def _slotless(word: Any) -> None:
    next(it for it in word.paragraphs if it.text.startswith("{{ imzalar")).text = ""


def _twice(word: Any) -> None:
    word.add_paragraph("{{imzalar}}")


def _alone(word: Any) -> None:
    word.paragraphs[2].text = "a) ne var ne yok"


def _long(word: Any) -> None:
    word.add_paragraph("söz " * 2000)


def _picture(word: Any) -> None:
    word.paragraphs[3].runs[0]._r.append(OxmlElement("w:drawing"))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_plain, "no_articles"),
        (_unknown, "placeholder_unknown"),
        (_table, "tables"),
        (_tracked, "tracked"),
        (_deleted, "tracked"),
        (_commented, "comments"),
        (_footnote, "notes"),
        (_field, "fields"),
        (_control, "foreign"),
        (_picture, "pictures"),
        (_numbered, "numbering"),
        (_slotless, "placeholder_missing"),
        (_twice, "placeholder_missing"),
        (_alone, "item_alone"),
        (_long, "long_paragraph"),
    ],
    ids=lambda it: it if isinstance(it, str) else it.__name__,
)
def test_what_a_text_cannot_hold_is_refused_in_words(change, code, at):
    word = word_of(wording.wording("agreement_v1"))
    change(word)
    assert code in codes(word, at)


def test_everything_is_said_at_once(at):
    word = word_of(wording.wording("agreement_v1"))
    for change in (_unknown, _table, _picture, _slotless):
        change(word)
    assert codes(word, at) == {"placeholder_unknown", "tables", "pictures", "placeholder_missing"}


def test_an_agreement_is_no_commitment(at):
    assert "placeholder_missing" in codes(word_of(wording.wording("agreement_v1")), at, "commitment")


def test_macros_and_files_that_are_no_word_are_refused_at_the_edge(at):
    data = BytesIO(saved(word_of(wording.wording("commitment_v1"))))
    with ZipFile(data, "a") as parts:
        parts.writestr("word/vbaProject.bin", b"macro")
    for bad in (data.getvalue(), b"%PDF-1.7 no word"):
        with pytest.raises(Refused):
            received(bad, at)


def test_a_file_that_is_too_large_for_a_text(at):
    given = received(saved(word_of(wording.wording("commitment_v1"))), at)
    object.__setattr__(given, "size", 3 << 20)
    with pytest.raises(Refused) as refused:
        read_draft(given, "commitment")
    assert refused.value.codes == {"too_long"}


def test_only_an_administrator_drafts_and_the_same_words_once(version, administrator, officer, approver, at):
    draft = drafted("agreement", administrator, at)
    assert draft.follows == version
    assert store.check(draft.source.sha256)
    assert store.check(draft.text.sha256)
    assert draft.source.internal
    step = draft.dossier.steps.get(act="contracts.draft_version")
    assert sorted([draft.source.sha256, draft.text.sha256]) == step.documents
    with pytest.raises(Refused) as refused:
        drafted("agreement", administrator, at)
    assert refused.value.codes == {"same_draft"}
    for person in (officer, approver):
        with pytest.raises(NotAllowed):
            drafted("agreement", person, at)


@pytest.fixture
def second(version, administrator, officer, approver, at):
    draft = drafted("agreement", administrator, at)
    arguments = {"template": draft.text.sha256, "effective_on": "2026-04-02"}
    act = "contracts.publish_version"
    with moved(at):
        proposal = propose(act, AgreementVersion, version.pk, by=officer, at=at, arguments=arguments)
        assert proposal.preview["changes"] == {"inserted": 1, "deleted": 0, "changed": 0, "moved": 0}
        return approve(proposal.pk, by=approver, at=at)


def test_a_draft_is_published_by_two_persons(second):
    assert (second.number, second.template, second.published_on) == (2, "", date(2026, 3, 2))
    assert second.text.sha256 == second.template_sha256 == published_text(second).sha256


def test_words_of_the_firm_are_filled_in(second):
    sentence = blank_sheet(second).articles[-1].paragraphs
    assert any("… bu hükmü ayrıca kabul eder." in it.text for it in sentence)
    assert not any("{{" in it.text for article in blank_sheet(second).articles for it in article.paragraphs)


def test_an_altered_text_prints_nothing(second):
    path = store.path(second.text.sha256)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes().replace(b"kabul", b"ret  "))
    with pytest.raises(TextChanged):
        blank_sheet(second)


def test_a_draft_of_before_follows_nothing_any_more(second, administrator, officer, day):
    with pytest.raises(Refused) as refused:
        propose(
            "contracts.publish_version",
            AgreementVersion,
            second.pk,
            by=officer,
            at=day(60),
            arguments={"template": second.template_sha256, "effective_on": "2026-08-01"},
        )
    assert refused.value.codes == {"no_text"}
