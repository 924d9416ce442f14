"""The gateway's loops over the sandbox's SOAP: verified evidence serves the letter, whatever family it is of."""

from __future__ import annotations

import subprocess
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from accounts.tests.sign_in import signed_in
from kep_gateway.actions.serve_otherwise import serve_otherwise
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import EvidenceKind, Notice
from kep_gateway.outbox import collect, deliver
from kep_gateway.proof import archive
from kep_gateway.sandbox import ca
from kep_gateway.sandbox.house import House
from kep_gateway.tests.conftest import FRIDAY, Post
from kep_gateway.tests.sandbox.provider import scenario
from kep_gateway.tests.test_officers import proof
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


def commands_of(place: Path) -> list[str]:
    told = (place / "OKUYUN.txt").read_text().splitlines()
    return [it for it in told if it.startswith(("sha256sum", "openssl", "xmlsec1"))]


def ran(command: str, place: Path) -> str:
    """Run a command of the archive; return what it says against the archive, empty where all is well."""
    done = subprocess.run(command, shell=True, cwd=place, capture_output=True, text=True, check=False)
    return done.stderr or "failed" if done.returncode else ""


def unpacked(data: bytes, place: Path) -> Path:
    with ZipFile(BytesIO(data)) as packed:
        packed.extractall(place)
    return place


@pytest.mark.parametrize("family", ["wrapped", "alone", "record"])
def test_the_controls_an_altered_stamp_and_a_revoked_signer_are_noticed(post, kep_folder: Path, tmp_path, family: str):
    scenario(kep_folder, **{"*": {"family": family}})
    post()
    rounds(FRIDAY, FRIDAY + 2 * HOUR)
    place = unpacked(archive(only(), at=FRIDAY + 3 * HOUR), tmp_path / "arsiv")
    stamps = [it for it in commands_of(place) if it.startswith("openssl ts")]
    token = place / "cikarilan/03.tst"
    token.write_bytes(token.read_bytes().replace(b"20260313", b"20260312"))
    assert [bool(ran(it, place)) for it in stamps] == [False, False, True, False]
    (place / "cikarilan/01.veri").write_bytes(b"baska bir imza")
    assert [bool(ran(it, place)) for it in stamps] == [True, False, True, False]

    revoked = {ca.hand(it).certificate.serial_number: FRIDAY - HOUR for it in ca.PROVIDERS}
    (kep_folder / "ca/trust/lists/issuing.crl").write_bytes(ca.revocation_list(ca.hand("issuing"), revoked))
    place = unpacked(archive(only(), at=FRIDAY + 4 * HOUR), tmp_path / "iptal")
    signers = [it for it in commands_of(place) if it.startswith("openssl verify")]
    assert ["revoked" in ran(it, place) for it in signers] == [True] * 4
    tsa = {ca.hand(ca.TSA).certificate.serial_number: FRIDAY - HOUR}
    (kep_folder / "ca/trust/lists/stamping.crl").write_bytes(ca.revocation_list(ca.hand("stamping"), tsa))
    place = unpacked(archive(only(), at=FRIDAY + 5 * HOUR), tmp_path / "damga-iptal")
    assert all(ran(it, place) for it in commands_of(place) if it.startswith("openssl ts"))


def test_the_archive_holds_what_was_replaced_and_what_replaced_it(post: Post, officer, tmp_path):
    post("yok@hs01.kep.tr")
    rounds(FRIDAY, FRIDAY + 2 * HOUR)
    first, at = only(), FRIDAY + 3 * HOUR
    with moved(at):
        second = serve_otherwise(
            first.pk, by=officer, at=at, means="by_hand", event_at=at, reference="T-7", proof=proof(at)
        )
    assert archive(first, at=at) == archive(second, at=at), "whichever is asked for, it is one story"
    place = unpacked(archive(second, at=at), tmp_path / "arsiv")
    files = {str(it.relative_to(place)).split("/")[0] for it in place.rglob("*") if it.is_file()}
    assert {"yazi", "bildirim-1", "bildirim-2"} <= files
    assert len(list(place.glob("bildirim-1/deliller/*"))) == 3
    assert len(list(place.glob("bildirim-2/deliller/*"))) == 1
    assert all(ran(it, place) == "" for it in commands_of(place))
    paper = (place / "delil-dosyasi.pdf").read_bytes()
    printed = subprocess.run(["pdftotext", "-layout", "-", "-"], input=paper, capture_output=True, check=True)
    text = " ".join(printed.stdout.decode().split())
    for said in ("2 yolla", "2. yol: ", "yerine başka yola başvurulmuştur", "bırakılamamıştır", "T-7", "elden"):
        assert said in text, said


@pytest.mark.parametrize("family", ["wrapped", "alone", "record"])
def test_the_archive_is_verified_by_others_than_us(post: Post, kep_folder: Path, tmp_path: Path, family: str):
    scenario(kep_folder, **{"*": {"family": family}})
    post()
    rounds(FRIDAY, FRIDAY + 2 * HOUR)
    with ZipFile(BytesIO(archive(only(), at=FRIDAY + 3 * HOUR))) as packed:
        packed.extractall(tmp_path / "arsiv")
        names = packed.namelist()
    commands = commands_of(tmp_path / "arsiv")
    assert [it.split()[0] for it in commands].count("sha256sum") == 1
    assert sum(it.startswith(("openssl cms", "xmlsec1")) for it in commands) == 4
    assert sum(it.startswith("openssl ts -verify") for it in commands) == 4
    assert sum(it.startswith("openssl verify -crl_check_all") for it in commands) == 4
    for command in commands:
        assert ran(command, tmp_path / "arsiv") == "", command
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
