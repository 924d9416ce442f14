import json
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kep_gateway.models import EvidenceKind
from kep_gateway.providers.eml import as_email, one_line
from kep_gateway.providers.folder import FolderProvider, as_record
from kep_gateway.providers.protocol import Message, OutcomeUnknown, provider
from law.clock import moved
from ledger.errors import GiveUp, TryLater

T = datetime(2026, 3, 13, 9, 0, tzinfo=UTC)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n%%EOF\n"


def message(recipient: str = "isik@hs01.kep.tr", **other: str) -> Message:
    given = {"recipient_name": "Işık İSG Yazılım A.Ş.", "subject": "Eksiklik bildirimi: ığüşöç", **other}
    return Message("ref-1", recipient, text="Sayın ilgili,\n", filename="yazi-7.pdf", attachment=PDF, **given)


@pytest.fixture
def kep(settings, tmp_path: Path) -> FolderProvider:
    settings.KEP_FOLDER = tmp_path
    made = provider()
    assert isinstance(made, FolderProvider), "the default of the installation"
    return made


def parsed(data: bytes):
    return message_from_bytes(data, policy=default)


def test_the_message_is_a_real_mail_with_the_letter_attached(kep: FolderProvider, tmp_path: Path) -> None:
    assert kep.find("ref-1") is None
    assert kep.hand_over(message()) == kep.find("ref-1") == "ref-1"
    mail = parsed((tmp_path / "out" / "ref-1.eml").read_bytes())
    assert mail["Subject"] == "Eksiklik bildirimi: ığüşöç"
    assert mail["To"].addresses[0].display_name == "Işık İSG Yazılım A.Ş."
    assert mail["To"].addresses[0].addr_spec == "isik@hs01.kep.tr"
    assert mail["Date"].datetime.utcoffset() == timedelta(hours=3)
    (letter,) = mail.iter_attachments()
    assert (letter.get_content_type(), letter.get_filename(), letter.get_content()) == (
        "application/pdf",
        "yazi-7.pdf",
        PDF,
    )


HOSTILE = [
    "A.Ş.\r\nBcc: x@evil.kep.tr",
    "A\nB",
    "A\x00\x0bB",
    "A\u2028Bcc: x@y",
    "A\x85B",
    "ş" * 80 + "\r\nX: y",
    '"<>,;:@',
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_firms_name_adds_no_header(name: str) -> None:
    raw = as_email(message(recipient_name=name, subject=name), sender="isggm@hs01.kep.tr", at=T)
    mail = parsed(raw)
    assert sorted(mail.keys()) == [
        "Content-Type",
        "Date",
        "From",
        "MIME-Version",
        "Message-ID",
        "Subject",
        "To",
    ]
    assert [one.addr_spec for one in mail["To"].addresses] == ["isik@hs01.kep.tr"]


@given(st.text(), st.text())
def test_no_text_whatever_adds_a_header(name: str, subject: str) -> None:
    raw = as_email(message(recipient_name=name, subject=subject), sender="isggm@hs01.kep.tr", at=T)
    head = raw.split(b"\r\n\r\n", 1)[0].replace(b"\r\n ", b" ").replace(b"\r\n\t", b" ").split(b"\r\n")
    assert sorted(line.split(b":")[0].lower() for line in head) == [
        b"content-type",
        b"date",
        b"from",
        b"message-id",
        b"mime-version",
        b"subject",
        b"to",
    ]


@pytest.mark.parametrize(
    "address", ["", "x", "a@b@c", "a@b\r\nBcc: x@y", "a b@hs01.kep.tr", "<a@hs01.kep.tr>", "a,b@c"]
)
def test_a_malformed_address_is_refused_for_good(address: str) -> None:
    with pytest.raises(GiveUp):
        as_email(message(address), sender="isggm@hs01.kep.tr", at=T)


def test_one_line_keeps_turkish_letters() -> None:
    assert one_line(" Işık\tİSG\u202e  A.Ş. ") == "Işık İSG A.Ş."


def kinds(kep: FolderProvider, recipient: str, later: timedelta) -> set[EvidenceKind]:
    with moved(T):
        kep.hand_over(message(recipient))
    with moved(T + later):
        return {piece.kind for piece in kep.evidence_for("ref-1")}


K = EvidenceKind


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("isik", {K.ACCEPTED, K.RELAYED, K.DELIVERED}),
        ("ret", {K.REJECTED}),
        ("red", {K.ACCEPTED, K.RELAY_REJECTED}),
        ("ulasmaz", {K.ACCEPTED, K.RELAY_FAILED}),
        ("yok", {K.ACCEPTED, K.RELAYED, K.NOT_DELIVERED}),
        ("gec", {K.ACCEPTED, K.RELAYED}),
    ],
)
def test_the_address_plays_its_scenario(kep: FolderProvider, local: str, expected: set[EvidenceKind]) -> None:
    assert kinds(kep, f"{local}@hs01.kep.tr", timedelta(minutes=5)) == expected


def test_evidence_comes_by_the_moved_clock_and_stays_the_same_bytes(kep: FolderProvider) -> None:
    assert kinds(kep, "gec@hs01.kep.tr", timedelta(days=3)) == {K.ACCEPTED, K.RELAYED, K.DELIVERED}
    with moved(T + timedelta(days=4)):
        first, second = kep.evidence_for("ref-1"), kep.evidence_for("ref-1")
    assert first == second
    delivered = next(piece for piece in first if piece.kind is K.DELIVERED)
    assert delivered.event_at == T + timedelta(days=2)
    assert json.loads(delivered.data)["delilTurId"] == 40


def test_a_scenario_file_wins_over_the_address(kep: FolderProvider, tmp_path: Path) -> None:
    scenarios = {"isik@hs01.kep.tr": [[10, 0], [41, 0]], "yok": "down", "*": "refuse"}
    (tmp_path / "scenario.json").write_text(json.dumps(scenarios))
    assert kinds(kep, "isik@hs01.kep.tr", timedelta(0)) == {K.ACCEPTED, K.NOT_DELIVERED}
    with pytest.raises(TryLater):
        kep.hand_over(message("yok@hs01.kep.tr"))
    with pytest.raises(GiveUp):
        kep.hand_over(message("baska@hs01.kep.tr"))


def test_the_world_s_ways_to_fail(kep: FolderProvider) -> None:
    for local, error, held in [("mesgul", TryLater, None), ("gecersiz", GiveUp, None), ("kayip", OutcomeUnknown, None)]:
        with pytest.raises(error):
            kep.hand_over(message(f"{local}@hs01.kep.tr"))
        assert kep.find("ref-1") is held
    with pytest.raises(OutcomeUnknown):
        kep.hand_over(message("cevapsiz@hs01.kep.tr"))
    assert kep.find("ref-1") == "ref-1", "it has the message, only its answer was lost"


def test_a_file_put_there_by_hand_is_evidence_and_an_unreadable_one_hides_no_other(
    kep: FolderProvider, tmp_path: Path
) -> None:
    with moved(T):
        kep.hand_over(message("ret@hs01.kep.tr"))
        kep.evidence_for("ref-1")
        folder = tmp_path / "evidence" / "ref-1"
        (folder / "gec.json").write_bytes(as_record("late-1", 40, T))
        (folder / "bozuk.json").write_text("{")
        (folder / "eksik.json").write_text('{"delilId": "x", "delilTurId": 99, "tarih": "2026-03-13T12:00:00+03:00"}')
        (folder / "zamansiz.json").write_text('{"delilId": "y", "delilTurId": 40, "tarih": "2026-03-13T12:00:00"}')
        assert {piece.reference for piece in kep.evidence_for("ref-1")} == {"ref-1-11", "late-1"}


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".hidden", "a\n"])
def test_a_message_id_is_no_path(kep: FolderProvider, name: str) -> None:
    with pytest.raises(GiveUp):
        kep.evidence_for(name)


def test_an_unknown_message_has_no_evidence(kep: FolderProvider) -> None:
    with pytest.raises(GiveUp):
        kep.evidence_for("ref-2")
