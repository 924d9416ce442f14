"""The client of PTT's web service, over true SOAP bytes: in this process, and over a socket."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from pydantic import SecretStr

from config.env import Env
from documents import demo_ca
from kep_gateway.evidence.facts import Unproven
from kep_gateway.models import EvidenceKind, HoldReason
from kep_gateway.providers import package
from kep_gateway.providers.protocol import Balance, Spent
from kep_gateway.providers.ptt import PttProvider
from kep_gateway.sandbox import operations, play, soap
from kep_gateway.sandbox.house import House
from kep_gateway.tests.conftest import FRIDAY
from kep_gateway.tests.sandbox.provider import (
    PDF,
    SECRETS,
    SENDER,
    T,
    expected,
    message,
    scenario,
    served,
)
from law.clock import moved, now
from ledger.errors import GiveUp, TryLater

pytestmark = pytest.mark.usefixtures("kep_folder")
K = EvidenceKind


@pytest.fixture
def kep() -> PttProvider:
    return PttProvider()


def read(data: bytes):
    return message_from_bytes(data, policy=default)


def test_a_message_goes_out_and_its_evidence_proves_the_delivery(kep):
    with moved(T):
        at, packed = now(), kep.pack(message())
        assert kep.find("ref-1") is None
        number = kep.hand_over(message(), packed)
        assert kep.find("ref-1") == number
        assert kep.find("ref") is None
    with moved(T + timedelta(days=1)):
        issued = kep.evidence_for(number)
        proven = {kep.prove(it.data, expected(number, packed, at), at=now()).kind for it in issued}
    assert proven == {K.ACCEPTED, K.RELAYED, K.DELIVERED, K.OPENED}
    assert House().package(number) == packed


def test_the_whole_loop_over_a_real_socket(settings, kep_folder):
    scenario(kep_folder, isik=[[10, 0], [20, 0], [40, 0]])
    with served() as address:
        settings.KEP_ENDPOINT = address
        kep, at = PttProvider(), now()
        packed = kep.pack(message())
        number = kep.hand_over(message(), packed)
        issued = kep.evidence_for(number)
        proven = [kep.prove(it.data, expected(number, packed, at), at=now()).kind for it in issued]
        assert proven == [K.ACCEPTED, K.RELAYED, K.DELIVERED]
        assert kep.find("ref-1") == number
        play.answer(House(), House().message(number), subject="YNT", text="Ektedir.\n")
        scenario(kep_folder, isggm=[[10, 0], [40, 0]])
        (came,) = kep.inbox()
        assert came.data == House().package(came.message_id)
        kep.acknowledge(came.message_id)
        assert kep.inbox() == []
        assert kep.balance() == Balance(9_999, 1 << 30, None)


def test_every_family_of_evidence_comes_back_byte_for_byte(kep, kep_folder):
    for family, ending in (("wrapped", ".eml"), ("alone", ".xml"), ("record", ".p7m")):
        scenario(kep_folder, isik={"family": family})
        ours = message(reference=family)
        with moved(T):
            number = kep.hand_over(ours, kep.pack(ours))
        with moved(T + timedelta(minutes=1)):
            issued = kep.evidence_for(number)
            assert [it.data for it in issued] == [House().evidence_file(f"{number}-{n}")[1] for n in (10, 20, 40)]
        assert {Path(it.filename).suffix for it in issued} == {ending}
        assert len({it.media_type for it in issued}) == 1


HOSTILE = [
    "A.Ş.\r\nBcc: x@evil.kep.tr",
    "A\nB",
    "A\x00\x0bB",
    "A\u2028Bcc: x@y",
    "A\x85B",
    "ş" * 80 + "\r\nX: y",
    '"<>,;:@',
]
HEAD = ["From", "To", "Subject", "Date", "Message-ID", "X-TR-REM-iletiTip", "X-TR-REM-iletiID", "MIME-Version"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_firms_name_adds_no_header_and_no_recipient(kep, name):
    outer = read(kep.pack(message(recipient_name=name, subject=name)))
    inner, _signature = outer.iter_parts()
    assert sorted(outer.keys()) == sorted(inner.keys()) == sorted([*HEAD, "Content-Type"])
    for mail in (outer, inner):
        assert [one.addr_spec for one in mail["To"].addresses] == ["isik@hs02.kep.tr"]
        assert mail["X-TR-REM-iletiID"] == "ref-1"


@pytest.mark.parametrize(
    "address", ["", "x", "a@b@c", "a@b\r\nBcc: x@y", "a b@hs01.kep.tr", "<a@hs01.kep.tr>", "a,b@c"]
)
def test_a_malformed_address_is_refused_for_good(kep, address):
    with pytest.raises(GiveUp):
        kep.pack(message(address))


def test_the_package_is_signed_by_the_seal_and_says_so_to_openssl(kep, tmp_path):
    packed = kep.pack(message())
    (tmp_path / "package.eml").write_bytes(packed)
    assert packed.isascii(), "no relay has a reason to recode it"
    roots = demo_ca.folder() / "root.pem"
    command = ["openssl", "cms", "-verify", "-in", tmp_path / "package.eml", "-CAfile", roots, "-purpose", "any"]
    shown = subprocess.run([*command, "-out", tmp_path / "mail.eml"], capture_output=True, check=False)
    assert b"successful" in shown.stderr
    mail = read((tmp_path / "mail.eml").read_bytes())
    assert mail["Subject"] == "Eksiklik bildirimi: ığüşöç"
    assert mail.get_body(("plain",)).get_content() == "Sayın ilgili, ığüşöçİ\r\n"
    (letter,) = mail.iter_attachments()
    assert (letter.get_filename(), letter.get_content()) == ("yazı-7.pdf", PDF)


def test_a_package_goes_with_its_own_message_only(kep):
    packed = kep.pack(message())
    for other in (message("baska@hs01.kep.tr"), message(reference="ref-2")):
        with pytest.raises(ValueError, match="another message"):
            kep.hand_over(other, packed)
    with pytest.raises(ValueError, match="another message"):
        package.check(b"", message())
    assert House().messages() == []


def test_a_refused_connection_did_nothing(settings):
    with served() as address:
        settings.KEP_ENDPOINT = address
    kep = PttProvider()
    for call in (lambda: kep.hand_over(message(), kep.pack(message())), lambda: kep.find("ref-1"), kep.inbox):
        with pytest.raises(TryLater):
            call()


def test_a_provider_that_is_down_takes_nothing(kep, kep_folder):
    scenario(kep_folder, **{"*": "down"})
    with pytest.raises(TryLater):
        kep.hand_over(message(), kep.pack(message()))
    scenario(kep_folder)
    assert kep.find("ref-1") is None


def test_the_provider_s_no_and_its_later(kep):
    for local, error in (("gecersiz", GiveUp), ("mesgul", TryLater)):
        ours = message(f"{local}@hs01.kep.tr")
        with pytest.raises(error):
            kep.hand_over(ours, kep.pack(ours))
        assert kep.find("ref-1") is None


def test_a_wrong_password_holds_letters_back_and_loses_none(settings, kep):
    settings.KEP_SECRETS = {**settings.KEP_SECRETS, "sifre": SecretStr("baska")}
    packed = kep.pack(message())
    soap_knows = {name: SecretStr(value) for name, value in SECRETS.items()}

    class Changed(soap.InProcess):
        def exchange(self, address, body, headers):
            kept, settings.KEP_SECRETS = settings.KEP_SECRETS, soap_knows
            try:
                return super().exchange(address, body, headers)
            finally:
                settings.KEP_SECRETS = kept

    kep._wire = Changed()
    with pytest.raises(TryLater):
        kep.hand_over(message(), packed)
    with pytest.raises(TryLater):
        kep.find("ref-1")


def test_a_session_is_used_until_it_is_refused(kep, kep_folder):
    with moved(T):
        number = kep.hand_over(message(), kep.pack(message()))
    with moved(T + timedelta(hours=1)):
        play.answer(House(), House().message(number), subject="YNT", text="1")
    with moved(T + timedelta(hours=2)):
        assert len(kep.inbox()) == len(kep.inbox()) == 1
        tickets = kep_folder / "house" / "tickets"
        assert len(list(tickets.iterdir())) == 1
        for ticket in tickets.iterdir():
            ticket.rename(kep_folder / "gone")
        assert len(kep.inbox()) == 1
        assert len(list(tickets.iterdir())) == 1


def test_messages_come_oldest_first_and_once(kep):
    with moved(T):
        number = kep.hand_over(message(), kep.pack(message()))
    held = House().message(number)
    for hour in (2, 1, 3):
        with moved(T + timedelta(hours=hour)):
            play.answer(House(), held, subject=str(hour), text="x")
    with moved(T + timedelta(days=1)):
        came = kep.inbox()
        assert [House().message(it.message_id).subject for it in came] == ["1", "2", "3"]
        kep.acknowledge(came[0].message_id)
        assert [it.message_id for it in kep.inbox()] == [it.message_id for it in came[1:]]
        with pytest.raises(TryLater):
            kep.acknowledge("EYWS-yok")


@pytest.mark.parametrize(
    ("address", "known"),
    [
        ("isik@hs01.kep.tr", True),
        ("Isik@HS01.kep.tr", True),
        ("gecersiz@hs01.kep.tr", False),
        ("isik@ornek.com", False),
        ("kep.tr", False),
        ("a@b\r\n.kep.tr", False),
    ],
)
def test_an_address_is_looked_up(kep, address, known):
    assert kep.check_address(address) is known


def test_an_unknown_message_has_no_evidence_yet(kep):
    with pytest.raises(TryLater):
        kep.evidence_for("EYWS-yok")
    with pytest.raises(TryLater):
        kep.evidence_for("../x")


def test_a_forgery_proves_nothing(kep):
    ours = message("sahte@hs01.kep.tr")
    with moved(T):
        at, packed = now(), kep.pack(ours)
        number = kep.hand_over(ours, packed)
    with moved(T + timedelta(minutes=1)):
        *_, forged = kep.evidence_for(number)
        with pytest.raises(Unproven) as unproven:
            kep.prove(forged.data, expected(number, packed, at, ours.recipient), at=now())
    assert "untrusted" in unproven.value.codes


def test_credentials_come_from_files_or_the_surroundings(tmp_path):
    assert Env(kep_sifre=SecretStr("a")).kep_secret("sifre").get_secret_value() == "a"
    (tmp_path / "sifre").write_text("b\n")
    env = Env(kep_sifre=SecretStr("a"), kep_credentials=tmp_path)
    assert env.kep_secret("sifre").get_secret_value() == "b"
    with pytest.raises(FileNotFoundError):
        env.kep_secret("parola")


@pytest.mark.parametrize("address", ["", "sandbox:", "http://127.0.0.1/x"])
def test_production_speaks_over_https_only(settings, address):
    settings.PRODUCTION, settings.KEP_ENDPOINT = True, address
    with pytest.raises(ImproperlyConfigured):
        PttProvider()


def test_the_account_is_the_institution_s_unless_named(settings, kep):
    assert read(kep.pack(message()))["From"] == SENDER
    settings.KEP_ACCOUNT = "baska@hs01.kep.tr"
    assert read(kep.pack(message()))["From"] == "baska@hs01.kep.tr"


def test_a_subject_of_another_character_set_comes_back_whole(kep):
    ours = replace(message(), text="Sayın ilgili\u2028“tırnak” €\n")
    assert "“tırnak” €" in play.content_of(kep.pack(ours)).text


@pytest.mark.parametrize(
    ("recipient", "told"), [("kontorsuz", Spent), ("dolu", Spent), ("bakimda", TryLater), ("gecersiz", GiveUp)]
)
def test_a_refusal_is_told_apart_by_whom_it_concerns(kep_folder, recipient, told):
    """All letters, this moment, or this letter alone."""
    kep, one = PttProvider(), replace(message(), recipient=f"{recipient}@hs01.kep.tr")
    with moved(FRIDAY), pytest.raises(told) as refused:
        kep.hand_over(one, kep.pack(one))
    if told is Spent:
        assert refused.value.why == (HoldReason.NO_SPACE if recipient == "dolu" else HoldReason.NO_CREDIT)


def test_a_refusal_without_a_reason_is_the_credits_where_none_is_left(kep_folder, monkeypatch):
    kep, one = PttProvider(), replace(message(), recipient="gecersiz@hs01.kep.tr")
    monkeypatch.setattr(operations, "CREDIT", 0)
    with moved(FRIDAY), pytest.raises(Spent):
        kep.hand_over(one, kep.pack(one))
