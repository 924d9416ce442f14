"""A sheet as a Word file, to read and to send round inside the firm; the PDF is what is signed."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

from docx import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from ledger.text import clean

if TYPE_CHECKING:
    from datetime import datetime

    from contracts.sheets import Sheet
    from contracts.wording import Paragraph

FONT = "Times New Roman"


def as_docx(sheet: Sheet, at: datetime) -> bytes:
    """Return the sheet as the bytes of a DOCX file dated `at`."""
    sheet = _legible(sheet)
    word = _empty(sheet, at)
    for line in sheet.institution:
        _line(word, line, bold=True, centred=True)
    _line(word, sheet.title, bold=True, centred=True, size=15)
    _line(word, sheet.subtitle, centred=True, size=10)
    for article in sheet.articles:
        word.add_heading(f"Madde {article.number} – {article.title}", level=2)
        for paragraph in article.paragraphs:
            _paragraph(word, sheet, paragraph)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def _legible(sheet: Sheet) -> Sheet:
    """Leave out of a firm's data what no Word file can hold, should an old row hold it."""
    firm = tuple((label, clean(value)) for label, value in sheet.firm)
    return replace(sheet, firm=firm, signers=tuple(map(clean, sheet.signers)))


def _empty(sheet: Sheet, at: datetime) -> Any:
    word = WordFile()
    page = word.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    page.footer.paragraphs[0].text = sheet.foot
    for name, size in (("Normal", 11), ("Heading 2", 11)):
        style = word.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.paragraph_format.space_after = Pt(4)
    _plain_heading(word.styles["Heading 2"])
    facts = word.core_properties
    facts.title, facts.author, facts.language = sheet.title, sheet.institution[1], "tr-TR"
    facts.created = facts.modified = at.replace(tzinfo=None)
    return word


def _plain_heading(style: Any) -> None:
    """Take python-docx's blue theme off a heading."""
    fonts = style.element.rPr.rFonts
    for attribute in list(fonts.attrib):
        if "Theme" in attribute:
            del fonts.attrib[attribute]
    style.font.color.rgb = None
    style.font.bold = True


def _line(word: Any, text: str, *, bold: bool = False, centred: bool = False, size: int = 11) -> None:
    line = word.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    run = line.add_run(text)
    run.bold, run.font.size = bold, Pt(size)


def _paragraph(word: Any, sheet: Sheet, paragraph: Paragraph) -> None:
    if paragraph.slot in {"taraflar", "firma"}:
        _facts(word, sheet, ministry=paragraph.slot == "taraflar")
    elif paragraph.slot:
        _signatures(word, sheet, ministry=paragraph.slot == "imzalar")
    else:
        _line(word, f"{paragraph.number}. {paragraph.text}")
        for letter, text in paragraph.items:
            item = word.add_paragraph(f"{letter}) {text}")
            item.paragraph_format.left_indent = Cm(1.25)
        if paragraph.tail:
            _line(word, paragraph.tail)


def _facts(word: Any, sheet: Sheet, *, ministry: bool) -> None:
    parties = [("Bakanlık", sheet.ministry)] if ministry else []
    for party, facts in [*parties, ("Entegratör", sheet.firm)]:
        table = word.add_table(rows=0, cols=2, style="Table Grid")
        head = table.add_row().cells
        head[0].merge(head[1]).paragraphs[0].add_run(party).bold = True
        for label, value in facts:
            cells = table.add_row().cells
            cells[0].text, cells[1].text = label, value
            cells[0].width, cells[1].width = Cm(4.6), Cm(12.4)
        word.add_paragraph()


def _signatures(word: Any, sheet: Sheet, *, ministry: bool) -> None:
    sides = ["Entegratör adına", "Bakanlık adına"] if ministry else ["Entegratör adına"]
    table = word.add_table(rows=1, cols=len(sides), style="Table Grid")
    for cell, side in zip(table.rows[0].cells, sides, strict=True):
        cell.paragraphs[0].add_run(side).bold = True
    for signer in sheet.signers:
        table.add_row().cells[0].text = f"{signer}\nTarih ve imza\n\n\n"
    if ministry:
        cell = table.cell(1, 1).merge(table.cell(len(sheet.signers), 1))
        cell.text = "Adı ve unvanı:\nTarih ve imza\n\n\n"
