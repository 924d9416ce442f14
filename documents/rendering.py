"""Facts to paper: a template and its facts become PDF, Word or HTML. Templates and fonts come from the repository."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pikepdf
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override
from lxml import html
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from ledger.text import clean

STATIC: Path = settings.BASE_DIR / "static"
VARIANT = "pdf/a-3a"
"""Tagged PDF/A-3: to be kept, and to be read aloud."""


class OwnFiles(URLFetcher):
    """Gives WeasyPrint the style sheets and fonts in `static/` and inline pictures; anything else stops the print."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data", "file"))  # type: ignore[no-untyped-call]  # untyped library

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return one resource.

        Raises:
            FatalURLFetchingError: it is none of ours.
        """
        inline = url.startswith("data:image/svg+xml")
        own = url.startswith("file://") and Path(url.removeprefix("file://")).resolve().is_relative_to(STATIC)
        if not inline and not own:
            raise FatalURLFetchingError(f"not one of our files: {url[:80]}")
        response: URLFetcherResponse = super().fetch(url, headers)  # type: ignore[no-untyped-call]  # untyped library
        return response


def render_html(template: str, facts: Mapping[str, Any]) -> SafeString:
    """Return a template filled with facts, in Turkish whatever language the reader has."""
    with override("tr"):
        return render_to_string(template, dict(facts))


def render_pdf(template: str, facts: Mapping[str, Any]) -> bytes:
    """Print a template (a whole HTML document with `lang` and `title`) as a tagged PDF/A with embedded fonts.

    Takes tenths of a second, two seconds on the first call: for the worker, never for a request that someone waits for.
    """
    return printed(render_html(template, facts))


def printed(page: str) -> bytes:
    """Print a whole HTML document; its objects stand one by one in the file.

    Packed into one stream, as WeasyPrint leaves them, each would be sought through all the others whenever the second
    signature on an agreement is judged: a second instead of a tenth.
    """
    paper: bytes = HTML(string=page, base_url=STATIC.as_uri() + "/", url_fetcher=OwnFiles()).write_pdf(
        stylesheets=[_faces()], font_config=_fonts(), pdf_variant=VARIANT, pdf_tags=True, custom_metadata=False
    )
    out = BytesIO()
    with pikepdf.open(BytesIO(paper)) as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, deterministic_id=True)
    return out.getvalue()


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


@cache
def _fonts() -> FontConfiguration:
    """Share one font configuration: making it costs seconds."""
    return FontConfiguration()


@cache
def _faces() -> CSS:
    return CSS(
        filename=str(STATIC / "fonts.css"), base_url=STATIC.as_uri() + "/", font_config=_fonts(), url_fetcher=OwnFiles()
    )


def _text(paragraph: Any) -> str:
    """Return a paragraph's words; its cells, where it is a row, parted by tabs."""
    cells = paragraph.findall("span") or [paragraph]
    return clean("\t".join(" ".join(cell.text_content().split()) for cell in cells)).strip()
