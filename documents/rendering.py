"""Facts to paper: a template and its facts become PDF, Word or HTML. Templates and fonts come from the repository."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import docx
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override
from lxml import html

from ledger.text import clean


def render_html(template: str, facts: Mapping[str, Any]) -> SafeString:
    """Return a template filled with facts, in Turkish whatever language the reader has."""
    with override("tr"):
        return render_to_string(template, dict(facts))


def render_pdf(template: str, facts: Mapping[str, Any]) -> bytes:
    """Print a template (a whole HTML document with `lang` and `title`) as a tagged PDF/A with embedded fonts.

    Takes tenths of a second, two seconds on the first call: for the worker, never for a request that someone waits for.
    """
    from documents.printing import printed  # noqa: PLC0415  # a second that web servers and commands need not wait

    return printed(render_html(template, facts))


def render_docx(template: str, facts: Mapping[str, Any]) -> bytes:
    """Write a template's paragraphs as a plain Word document, to read and comment; the PDF is the form that counts."""
    page = html.document_fromstring(render_html(template, facts))
    word = docx.Document()
    word.styles["Normal"].font.name = "Times New Roman"
    word.core_properties.title = page.findtext(".//title") or ""
    word.core_properties.language = "tr-TR"
    for text in filter(None, map(_text, page.iter("p"))):
        word.add_paragraph(text)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def _text(paragraph: Any) -> str:
    """Return a paragraph's words; its cells, where it is a row, parted by tabs."""
    cells = paragraph.findall("span") or [paragraph]
    return clean("\t".join(" ".join(cell.text_content().split()) for cell in cells)).strip()
