"""Sample documents: real files of the kinds that applicants send."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

PAGE = """<html lang="tr"><head><title>{title}</title><style>body{{font:12pt "Liberation Serif"}}</style></head>
<body><h1>{title}</h1><p>{firm}</p><p>Bu belge örnektir; içindeki her şey uydurmadır.</p></body></html>"""


@cache
def pdf(title: str, firm: str) -> bytes:
    """Return a one-page PDF."""
    made: bytes = HTML(string=PAGE.format(title=title, firm=firm)).write_pdf(font_config=_fonts())
    return made


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    """Return bytes as an uploaded file."""
    return SimpleUploadedFile(name, data)


def certificate_fields(holder: str, *, issued: date, until: date, edition: str = "2022", number: str) -> dict[str, Any]:
    """Return the fields of an ISO/IEC 27001 certificate."""
    return {
        "number": number,
        "edition": edition,
        "holder": holder,
        "sites": "Ankara merkez ofis",
        "scope": "İş sağlığı ve güvenliği yazılımlarının geliştirilmesi, barındırılması ve desteği",
        "soa_version": "3.1",
        "soa_on": issued - timedelta(days=20),
        "body": "Örnek Belgelendirme A.Ş.",
        "body_accreditation": "AB-0042-YS",
        "accreditation_body": "TÜRKAK",
        "first_issued_on": issued,
        "issued_on": issued,
        "valid_until_on": until,
        "last_surveillance_on": None,
        "next_surveillance_on": issued + timedelta(days=365),
    }
