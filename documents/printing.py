"""HTML to paper: tagged PDF/A with our own fonts. Loading the printer takes a second; only the worker prints."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

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


@cache
def _fonts() -> FontConfiguration:
    """Share one font configuration: making it costs seconds."""
    return FontConfiguration()


@cache
def _faces() -> CSS:
    return CSS(
        filename=str(STATIC / "fonts.css"), base_url=STATIC.as_uri() + "/", font_config=_fonts(), url_fetcher=OwnFiles()
    )
