"""Files of every kind, good and bad, and a store of each test's own."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document as Word
from PIL import Image

from documents import demo_ca


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
