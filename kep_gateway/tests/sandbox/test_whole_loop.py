"""The gateway's loops over the sandbox's SOAP: verified evidence serves the letter, whatever family it is of."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from accounts.tests.sign_in import signed_in
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import EvidenceKind, Notice
from kep_gateway.outbox import collect, deliver
from kep_gateway.proof import archive
from kep_gateway.sandbox.house import House
from kep_gateway.tests.conftest import FRIDAY, Post
from kep_gateway.tests.sandbox.provider import scenario
from law.clock import legal_day, moved

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
PTT = "kep_gateway.providers.ptt.PttProvider"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _ptt(kep_folder: Path, settings) -> None:
    settings.KEP_PROVIDER = PTT


def rounds(*instants) -> None:
    for at in instants:
        with moved(at):
            deliver(at)
            collect(at)


def only() -> Notice:
    return Notice.objects.get()


@pytest.mark.parametrize("family", ["wrapped", "alone", "record"])
def test_a_letter_is_served_by_evidence_that_was_verified(post: Post, kep_folder: Path, family: str):
    scenario(kep_folder, **{"*": {"family": family}})
    post()
    rounds(FRIDAY, FRIDAY + 2 * HOUR, FRIDAY + 12 * HOUR)
    notice = only()
    assert notice.status == NoticeStatus.SERVED
    assert notice.served_on == legal_day(FRIDAY) + timedelta(days=5)
    assert notice.deadline is not None
    assert not notice.refused_evidence.exists()
    kinds = [EvidenceKind.ACCEPTED, EvidenceKind.RELAYED, EvidenceKind.DELIVERED, EvidenceKind.OPENED]
    assert list(notice.evidence.values_list("kind", flat=True)) == kinds
    delivered = notice.evidence.get(kind=EvidenceKind.DELIVERED)
    assert delivered.issuer == notice.address.rpartition("@")[2]
    assert delivered.signer
    assert delivered.stamped_at


def test_a_forged_delivery_is_shown_and_starts_no_clock(post: Post):
    post("sahte@hs01.kep.tr")
    rounds(FRIDAY, FRIDAY + HOUR)
    notice = only()
    assert (notice.status, notice.served_on) == (NoticeStatus.HANDED_OVER, None)
    assert "untrusted" in notice.refused_evidence.get().codes


def test_a_provider_that_was_away_for_a_day_leaves_nothing_unknown(post: Post, kep_folder: Path):
    for local in ("bir", "iki", "cevapsiz"):
        post(f"{local}@hs01.kep.tr")
    rounds(FRIDAY)
    assert set(Notice.objects.values_list("status", flat=True)) == {NoticeStatus.HANDED_OVER, NoticeStatus.UNKNOWN}
    post("uc@hs01.kep.tr", at=FRIDAY)
    scenario(kep_folder, **{"*": "down"})
    rounds(*(FRIDAY + n * HOUR for n in range(1, 25)))
    assert Notice.objects.filter(status=NoticeStatus.WAITING).count() == 1
    assert Notice.objects.filter(status=NoticeStatus.UNKNOWN).count() == 1, "nobody was asked, so nobody knows"
    (kep_folder / "scenario.json").unlink()
    rounds(*(FRIDAY + n * HOUR for n in range(26, 40)))
    assert set(Notice.objects.values_list("status", flat=True)) == {NoticeStatus.SERVED}
    assert len(House().messages()) == 4, "none went twice"


@pytest.mark.parametrize("family", ["wrapped", "alone", "record"])
def test_the_archive_is_verified_by_others_than_us(post: Post, kep_folder: Path, tmp_path: Path, family: str):
    scenario(kep_folder, **{"*": {"family": family}})
    post()
    rounds(FRIDAY, FRIDAY + 2 * HOUR)
    with ZipFile(BytesIO(archive(only(), at=FRIDAY + 3 * HOUR))) as packed:
        packed.extractall(tmp_path / "arsiv")
        names = packed.namelist()
    told = (tmp_path / "arsiv" / "OKUYUN.txt").read_text()
    commands = [line for line in told.splitlines() if line.startswith(("sha256sum", "openssl cms", "xmlsec1"))]
    assert len(commands) == 5, "the digests, and each of four pieces"
    for command in commands:
        done = subprocess.run(command, shell=True, cwd=tmp_path / "arsiv", capture_output=True, text=True, check=False)
        assert done.returncode == 0, (command, done.stderr)
    assert sum(name.startswith("deliller/") for name in names) == 4
    assert any(name.startswith("guven/lists/") for name in names)
    changed = tmp_path / "arsiv" / next(name for name in names if name.startswith("deliller/03"))
    changed.write_bytes(changed.read_bytes().replace(b"2026", b"2025").replace(b"isik@", b"baska@"))
    checked = subprocess.run(commands[0], shell=True, cwd=tmp_path / "arsiv", capture_output=True, check=False)
    assert checked.returncode != 0, "the control: a changed file is noticed"


def test_the_archive_is_the_same_twice_and_tells_the_whole_story(post: Post, client, officer):
    post()
    rounds(FRIDAY, FRIDAY + 2 * HOUR)
    at = FRIDAY + 3 * HOUR
    assert archive(only(), at=at) == archive(only(), at=at)
    with moved(at):
        given = signed_in(client, officer).get(f"/masa/kep/{only().pk}/delil-dosyasi.zip")
    assert given.headers["Content-Type"] == "application/zip"
    assert given.headers["Content-Disposition"].startswith("attachment")
    with ZipFile(BytesIO(given.content)) as packed:
        paper = packed.read("delil-dosyasi.pdf")
    printed = subprocess.run(["pdftotext", "-layout", "-", "-"], input=paper, capture_output=True, check=True)
    text = " ".join(printed.stdout.decode().split())
    for said in ("Delil dosyası", only().dossier.number, "18.03.2026", "Tebligat Kanunu m. 7/a", only().message_id):
        assert said in text, said
