"""An application's dossier, version 1, the firm's signatories with real keys, and files signed by them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.text import slugify
from PIL import Image

from accounts.actions.change_address import change_address
from accounts.actions.name_signatory import name_signatory
from contracts import issuing
from contracts.actions.receive_signed import receive_signed
from contracts.actions.request_copy import request_copy
from contracts.loading import load_first_versions
from documents import demo_ca, store
from documents.intake import receive
from documents.models import MinistrySignatory
from ledger.models import DossierKind
from ledger.numbers import open_dossier

ALONE, JOINT, SECOND_JOINT, STRANGER = "10000000146", "22222222220", "33333333330", "44444444440"
"""Made-up identity numbers with right check digits."""
ADDRESS = "Çiğdem Mah. Öğüt Sok. No: 12/3\nÇankaya / ANKARA"


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path / "documents"


@pytest.fixture
def own_ca(settings, tmp_path):
    """A certification authority of the test's own, to revoke in."""
    settings.DATA_DIR = tmp_path
    return demo_ca.folder()


@pytest.fixture
def version(db, at):
    return load_first_versions(at)


@pytest.fixture
def dossier(firm, compliance, at):
    change_address(firm.pk, by=compliance, at=at, text=ADDRESS)
    return open_dossier(DossierKind.APPLICATION, firm=firm, at=at)


@pytest.fixture
def named(firm, officer, at) -> Callable[..., str]:
    """Record a signatory of the firm and give the name of a key issued to the person."""

    def name(full_name: str, number: str, *, jointly: bool = False, from_on: date = date(2026, 1, 1)) -> str:
        name_signatory(
            firm.pk,
            by=officer,
            at=at,
            full_name=full_name,
            identity_number=number,
            jointly=jointly,
            source="İmza sirküleri",
            from_on=from_on,
        )
        return key(full_name, number)

    return name


def key(full_name: str, number: str, **valid: datetime) -> str:
    """Issue a key to somebody; its name says whose it is and for how long."""
    name = "-".join([number, slugify(full_name), *(f"{it:%Y%m%d}" for it in valid.values())])
    demo_ca.issue(full_name, number, key_name=name, **valid)
    return name


@pytest.fixture
def copy(version, dossier, compliance, at):
    """The agreement as issued to the firm."""
    made = request_copy(dossier.pk, by=compliance, at=at)
    issuing.run_waiting(at)
    made.refresh_from_db()
    return made


@pytest.fixture
def signer(named):
    return named("Gülçin Işıldak", ALONE)


def issued(copy) -> bytes:
    return store.read(copy.pdf.sha256)


def upload(data: bytes, name: str = "sozlesme.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.fixture
def send(compliance) -> Callable[..., object]:
    """Send a file back as the firm."""

    def send(copy, data: bytes, at: datetime, *, ink: str = "electronic", name: str = "sozlesme.pdf"):
        received = receive(upload(data, name), at=at)
        return receive_signed(copy.pk, by=compliance, at=at, received=received, ink=ink)

    return send


@pytest.fixture
def signed(copy, signer, send, at):
    """A good signed agreement."""
    return send(copy, demo_ca.sign_as(issued(copy), signer, at=at), at)


@pytest.fixture
def minister(approver, at):
    """The approver signs for the ministry."""
    MinistrySignatory.objects.create(
        person=approver,
        title="Daire Başkanı",
        key_name=key("Ayla Onay", STRANGER),
        source="Olur 2026/1",
        from_on=date(2026, 1, 1),
    )
    return approver


@pytest.fixture(scope="session")
def pdf() -> bytes:
    out = BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out)
    return out.getvalue()


@pytest.fixture(scope="session")
def png() -> bytes:
    out = BytesIO()
    Image.new("L", (20, 30)).save(out, "PNG")
    return out.getvalue()
