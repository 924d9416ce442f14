"""Files of every kind, good and bad, and a store of each test's own."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document as Word
from PIL import Image

from documents import demo_ca, letters
from documents.models import Letter, MinistrySignatory


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path / "documents"


@pytest.fixture(scope="session")
def pdf() -> bytes:
    out = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out)
    return out.getvalue()


@pytest.fixture(scope="session")
def docx() -> bytes:
    out, word = BytesIO(), Word()
    word.add_paragraph("Gizlilik ve Veri Paylaşım Sözleşmesi")
    word.save(out)
    return out.getvalue()


@pytest.fixture(scope="session")
def png() -> bytes:
    out = BytesIO()
    Image.new("L", (20, 30)).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def own_ca(settings, tmp_path):
    """A certification authority of the test's own, to revoke in."""
    settings.DATA_DIR = tmp_path
    return demo_ca.folder()


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def with_entries(docx: bytes, **entries: bytes) -> bytes:
    """Return the DOCX with further entries, `__` standing for a slash and `_` before the ending for a dot."""
    out = BytesIO(docx)
    with ZipFile(out, "a", ZIP_DEFLATED) as parts:
        for name, data in entries.items():
            parts.writestr(name.replace("__", "/").replace("_", "."), data)
    return out.getvalue()


BODY = """Başvurunuz 2018-1 sayılı Genelgenin 3 üncü maddesinin (a) bendi uyarınca incelenmiş ve eksiklikler görülmüştür:

1) ISO/IEC 27001 belgesi: kapsamı yazılımı içermiyor.
2) İmza sirküleri: okunaklı değil.

Bilgilerinizi ve gereğini rica ederim."""


@pytest.fixture
def make_letter(firm, officer, at):
    """Draft letters of the firm's file."""

    def make(**changes):
        given = {"kind": "test", "subject": "Başvurunuzdaki eksiklikler", "body": BODY, "by": officer, "at": at}
        given |= {"dossier": firm.dossier, "firm": firm} | changes
        return letters.draft(given.pop("dossier"), **given)

    return make


@pytest.fixture
def letter(make_letter):
    return make_letter()


@pytest.fixture
def bare_letter(firm, officer, at):
    """A burdening letter without text and without where it can be challenged."""
    return Letter.objects.create(
        dossier=firm.dossier, firm=firm, kind="test", subject="Konu", body="", drafted_by=officer, drafted_at=at
    )


@pytest.fixture
def authority(approver):
    """The approver signs for the ministry, “Bakan a.”, for a year from 1 February 2026."""
    demo_ca.issue("Ayla Onay", "10000000146", key_name="ayla")
    return MinistrySignatory.objects.create(
        person=approver,
        title="Genel Müdür",
        delegated=True,
        key_name="ayla",
        source="İmza Yetkileri Yönergesi",
        from_on=date(2026, 2, 1),
        until_on=date(2027, 2, 28),
    )
