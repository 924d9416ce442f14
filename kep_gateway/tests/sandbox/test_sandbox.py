"""The sandbox's provider: scenarios, evidence, its web service in strange hands, and the mailbox that a person plays."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
import threading
from base64 import b64decode
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
import zeep
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from documents.signer import SEAL_KEY, sign_detached
from kep_gateway.providers import ptt
from kep_gateway.providers.protocol import OutcomeUnknown
from kep_gateway.providers.ptt import PttProvider
from kep_gateway.sandbox import play, soap
from kep_gateway.sandbox.house import Busy, Held, House, Refusal, Unanswered, Unknown
from kep_gateway.tests.sandbox.provider import PDF, SECRETS, SENDER, T, message, scenario, served
from law.clock import moved, now
from ledger.errors import GiveUp, TryLater

pytestmark = pytest.mark.usefixtures("kep_folder")


@pytest.fixture
def kep() -> PttProvider:
    return PttProvider()


def sent(kep: PttProvider, recipient: str = "isik@hs02.kep.tr", **other: str) -> str:
    ours = message(recipient, **other)
    with moved(T):
        return kep.hand_over(ours, kep.pack(ours))


def codes(number: str, later: timedelta) -> list[int]:
    with moved(T + later):
        return [it.code for it in House().evidence(number)]


@pytest.mark.parametrize(
    ("local", "after_minutes"),
    [
        ("isik", [10, 20, 40]),
        ("ret", [11]),
        ("red", [10, 21]),
        ("ulasmaz", [10, 31]),
        ("yok", [10, 20, 41]),
        ("gec", [10, 20]),
        ("cift", [10, 10, 20, 20, 40, 40]),
        ("ters", [40, 20, 10]),
        ("sahte", [10, 20, 40]),
    ],
)
def test_the_address_plays_its_scenario(kep, local, after_minutes):
    assert codes(sent(kep, f"{local}@hs01.kep.tr"), timedelta(minutes=5)) == after_minutes


def test_evidence_comes_by_the_moved_clock_and_stays_the_same_bytes(kep):
    number = sent(kep, "gec@hs01.kep.tr")
    assert codes(number, timedelta(minutes=1)) == [10, 20]
    assert codes(number, timedelta(days=3)) == [10, 20, 40]
    with moved(T + timedelta(days=4)):
        first, again = kep.evidence_for(number), kep.evidence_for(number)
        given = House().evidence(number)
    assert first == again
    sent_at = House().message(number).sent_at
    assert [it.at - sent_at for it in given] == [timedelta(0), timedelta(seconds=1), timedelta(days=2)]


def test_each_piece_is_issued_by_whose_deed_it_is(kep):
    number = sent(kep, "isik@hs03.kep.tr")
    with moved(T + timedelta(hours=2)):
        assert {it.code: it.provider for it in House().evidence(number)} == {
            10: "hs01.kep.tr",
            20: "hs03.kep.tr",
            40: "hs03.kep.tr",
            60: "hs03.kep.tr",
        }


def test_the_families_rotate_by_message_and_can_be_set(kep, kep_folder):
    kinds = set()
    for n in range(12):
        number = sent(kep, reference=f"ref-{n}")
        with moved(T + timedelta(minutes=1)):
            kinds |= {it.media_type for it in House().evidence(number)}
    assert kinds == {"application/xml", "message/rfc822", "application/pkcs7-mime"}
    scenario(kep_folder, isik={"family": "alone", "evidence": [[10, 0]]})
    number = sent(kep)
    with moved(T + timedelta(minutes=1)):
        assert [it.media_type for it in House().evidence(number)] == ["application/xml"]


def test_a_scenario_file_wins_over_the_address(kep, kep_folder):
    scenario(kep_folder, **{"isik@hs01.kep.tr": [[10, 0], [41, 0]], "yok": "down", "*": "refuse"})
    assert codes(sent(kep, "isik@hs01.kep.tr"), timedelta(seconds=5)) == [10, 41]
    with pytest.raises(TryLater):
        sent(kep, "yok@hs01.kep.tr")
    with pytest.raises(GiveUp):
        sent(kep, "baska@hs01.kep.tr")
    scenario(kep_folder, isik={"twice": True, "reverse": True, "forged": [10]})
    assert codes(sent(kep), timedelta(minutes=1)) == [40, 40, 20, 20, 10, 10]


def test_two_sendings_are_two_messages(kep):
    """A real provider knows no repetition either: whoever sends blindly again is found out."""
    assert sent(kep) != sent(kep)
    assert len(House().sent_by(SENDER)) == 2


def test_what_the_house_says_to_a_package(kep):
    def given(local: str):
        return kep.pack(message(f"{local}@hs01.kep.tr"))

    for local, error, kept in [
        ("mesgul", Busy, 0),
        ("gecersiz", Refusal, 0),
        ("kayip", Unanswered, 0),
        ("cevapsiz", Unanswered, 1),
    ]:
        with pytest.raises(error):
            House().accept(given(local), sender=SENDER)
        assert len(House().messages()) == kept
    for package in (b"", PDF, given("isik").replace(b"multipart/signed", b"multipart/mixed")):
        with pytest.raises(Refusal):
            House().accept(package, sender=SENDER)
    with pytest.raises(Refusal):
        House().accept(given("isik"), sender="baska@hs01.kep.tr")


def test_two_at_once_issue_each_piece_once(kep):
    number, read, start = sent(kep), [], threading.Barrier(4)

    def issue() -> None:
        with moved(T + timedelta(minutes=1)):
            start.wait()
            House().evidence(number)
            read.append([House().evidence_file(f"{number}-{n}")[1] for n in (10, 20, 40)])

    threads = [threading.Thread(target=issue) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read) == 4
    assert all(it == read[0] for it in read)


def test_what_was_cut_off_while_writing_is_not_there(kep, kep_folder, monkeypatch):
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    packed = kep.pack(message())
    monkeypatch.setattr("os.fsync", killed)
    with pytest.raises(KeyboardInterrupt):
        House().accept(packed, sender=SENDER)
    monkeypatch.undo()
    assert House().messages() == []
    number = House().accept(packed, sender=SENDER)
    assert [it.number for it in House().messages()] == [number]


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".hidden", "a\n", "x" * 200, "yok"])
def test_a_number_is_no_path(name):
    with pytest.raises(Unknown):
        House().message(name)
    with pytest.raises(Unknown):
        House().evidence_file(f"{name}-10")


def test_an_account_sees_its_own_only(kep, settings):
    theirs = House()
    held = Held("EYWSbaska", "r", "a@hs02.kep.tr", "b@hs02.kep.tr", "x", "0" * 64, T)
    theirs.put(held, b"gizli")
    with pytest.raises(TryLater):
        kep.evidence_for(held.number)
    with pytest.raises(TryLater):
        kep.acknowledge(held.number)
    assert kep.inbox() == []


def service():
    way = soap.InProcess()
    way.begin()
    return zeep.Client(str(ptt.WSDL), transport=way).create_service(ptt.BINDING, "sandbox:")


ACCOUNT = {"kepHesap": SENDER, **SECRETS}


def test_a_message_that_the_provider_writes_is_sent_once_its_digest_is_signed(kep):
    does = service()
    made = does.MimeYap(
        param0={
            "kepHesap": ACCOUNT,
            "ePaketTur": "Standart",
            "ePaketId": "ref-9",
            "kime": "isik@hs02.kep.tr",
            "konu": "Yazı",
            "icerik": "Sayın ilgili,",
            "ekler": [{"_value_1": PDF, "contentType": "application/pdf", "fileName": "yazı.pdf"}],
        }
    )
    mail = House().kept("drafts", made.mesajid, "mail.eml")
    assert b64decode(made.eHash) == hashlib.sha256(mail).digest()
    signature = sign_detached(mail, SEAL_KEY, at=now())
    for data, durum in [(sign_detached(b"x", SEAL_KEY, at=now()), 1), (b"x", 1), (signature, 0)]:
        file = {"_value_1": data, "contentType": "application/octet-stream"}
        sent_off = does.SmimeGonder(param0={"kepHesap": ACCOUNT, "mesajid": made.mesajid, "imza": file})
        assert sent_off.durum == durum
    assert kep.find("ref-9") == made.mesajid
    assert play.content_of(House().package(made.mesajid)).files == (play.File("yazı.pdf", "application/pdf", PDF),)


def test_the_other_operations_answer(kep):
    does = service()
    login = does.Giris(param0={"kepHesap": ACCOUNT, "girisTur": "OTP"})
    given = {"kepHesap": ACCOUNT, "girisTur": "OTP", "eGuvenlikId": login.eGuvenlikId}
    assert does.GuvenliGiris(param0=given).durum == "1"
    assert does.GuvenliGiris(param0={**given, "smsKey": "123456"}).durum == "0"
    assert does.GuvenliGiris(param0={**given, "smsKey": "1", "eGuvenlikId": "yok"}).durum == "1"
    file = {"_value_1": kep.pack(message()), "contentType": "message/rfc822"}
    assert does.YukleTebligat(param0={"kepHesap": ACCOUNT, "ePaket": file}).durum == 0
    assert does.Yukle(param0={"kepHesap": ACCOUNT}).durum == 1
    assert does.DizinSorgula(param0=ACCOUNT) == ["INBOX", "INBOX.Sent"]
    assert does.KontorSorgula(param0=ACCOUNT).miktar == 9_999
    assert does.PaketSorgula(param0={"kepHesap": ACCOUNT, "dizin": "INBOX.Baska"}).durum == [1]
    assert does.Giris(param0={"kepHesap": {**ACCOUNT, "sifre": "x"}, "girisTur": "BASE"}).durum == "1"
    assert does.Giris(param0={"kepHesap": {**ACCOUNT, "sifre": "ş"}, "girisTur": "BASE"}).durum == "1"


def asked(body: bytes, kind: str = "text/xml", **other: str) -> tuple[str, bytes]:
    told: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": soap.PATH,
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": kind,
        "wsgi.input": io.BytesIO(body),
        **other,
    }

    def start(status: str, *_: object):
        told.append(status)
        return bytes

    answer = b"".join(soap.app(environ, start))
    return told[0].split()[0], answer


BOMB = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>'


def test_the_service_in_strange_hands():
    assert asked(b"")[0] == asked(b"<a/>")[0] == asked(b"\xff")[0] == "400"
    assert asked(BOMB)[0] == "400"
    assert asked(b"x", "multipart/related; boundary=b")[0] == "400"
    assert asked(b"", CONTENT_LENGTH="")[0] == asked(b"", CONTENT_LENGTH="-1")[0] == "411"
    assert asked(b"", CONTENT_LENGTH=str(10**12))[0] == "413"
    assert asked(b"", PATH_INFO="/")[0] == "404"
    status, wsdl = asked(b"", REQUEST_METHOD="GET", QUERY_STRING="wsdl")
    assert (status, wsdl) == ("200", ptt.WSDL.read_bytes())


def test_the_command_serves_on_this_machine_only():
    with served() as address:
        assert address.startswith("http://127.0.0.1:")


def test_the_command_serves_until_it_is_ended(settings, tmp_path):
    env = {**os.environ, "SICIL_DATA": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "manage.py", "kep_sandbox", "--port", "0"]
    with subprocess.Popen(command, env=env, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        process.terminate()
    assert line.startswith("SICIL_KEP_ENDPOINT=http://127.0.0.1:")
    assert line.strip().endswith(soap.PATH)


def test_production_has_no_sandbox(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        call_command("kep_sandbox")
    with pytest.raises(ImproperlyConfigured):
        House()


@pytest.mark.django_db
def test_a_person_opens_and_answers_a_message(kep, client):
    number = sent(kep)
    with moved(T + timedelta(minutes=10)):
        listed = client.get(reverse("kep:mailboxes")).content.decode()
        assert "isik@hs02.kep.tr" in listed
        assert "Eksiklik bildirimi: ığüşöç" in listed
        address = reverse("kep:mail", args=[number])
        assert "Sayın ilgili" not in client.get(address).content.decode()
        assert codes(number, timedelta(minutes=10)) == [10, 20, 40]
        assert client.post(reverse("kep:open_mail", args=[number])).headers["Location"] == address
        shown = client.get(address).content.decode()
        assert "Sayın ilgili, ığüşöçİ" in shown
        assert "yazı-7.pdf" in shown
        assert "YNT: Eksiklik bildirimi: ığüşöç" in shown
        uploads = [SimpleUploadedFile(f"belge-{n}.pdf", PDF, "application/pdf") for n in (1, 2)]
        given = {"subject": "YNT: Eksiklik\r\nBcc: x@y.kep.tr", "text": "Ektedir. ığş", "attached": uploads}
        assert client.post(address, given).status_code == 302
    assert codes(number, timedelta(hours=2)) == [10, 20, 40, 60]
    with moved(T + timedelta(hours=2)):
        (came,) = kep.inbox()
    mail = message_from_bytes(came.data, policy=default)
    assert mail.get_content_type() == "multipart/signed"
    answer = next(it for it in mail.walk() if it["In-Reply-To"])
    assert answer["In-Reply-To"] == "<ref-1@hs01.kep.tr>"
    assert (answer["From"], answer["To"]) == ("isik@hs02.kep.tr", SENDER)
    assert "Bcc" not in answer
    content = play.content_of(came.data)
    assert "Ektedir. ığş" in content.text
    assert [(it.name, it.data) for it in content.files] == [("belge-1.pdf", PDF), ("belge-2.pdf", PDF)]


@pytest.mark.django_db
def test_opening_counts_once_and_at_its_instant(kep, client):
    number = sent(kep)
    for minutes in (10, 20):
        with moved(T + timedelta(minutes=minutes)):
            client.post(reverse("kep:open_mail", args=[number]))
    opened = House().opened_at(number)
    assert opened is not None
    assert T + timedelta(minutes=10) <= opened < T + timedelta(minutes=11)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"subject": "", "text": "x"}, "zorunlu"),
        ({"subject": "x", "text": "x", "attached": [SimpleUploadedFile(f"{n}.pdf", b"x") for n in range(6)]}, "5"),
        ({"subject": "x", "text": "x", "attached": [SimpleUploadedFile("a.pdf", b"x" * ((10 << 20) + 1))]}, "10 MB"),
    ],
)
def test_an_answer_that_cannot_be_sent(kep, client, given, words):
    number = sent(kep)
    with moved(T + timedelta(hours=2)):
        answer = client.post(reverse("kep:mail", args=[number]), given)
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert kep.inbox() == []


@pytest.mark.django_db
def test_what_lies_in_no_mailbox_is_not_found(kep, client):
    number = sent(kep, "yok@hs01.kep.tr")
    with moved(T + timedelta(hours=1)):
        play.answer(House(), House().message(sent(kep)), subject="x", text="x")
        to_us = House().messages()[-1].number
        for code in (number, to_us, "yok", "..", "EYWS.yok"):
            assert client.get(reverse("kep:mail", args=[code])).status_code == 404
            assert client.post(reverse("kep:open_mail", args=[code])).status_code == 404


LATIN5 = (
    b"From: isik@hs02.kep.tr\r\nTo: x@hs02.kep.tr\r\nSubject: =?iso-8859-9?Q?=DDlgi?=\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: text/plain; charset="%s"\r\nContent-Transfer-Encoding: 8bit\r\n\r\n\xddlgili yaz\xfd \xfe\xf0\r\n'
)


@pytest.mark.django_db
@pytest.mark.parametrize(("charset", "text"), [(b"iso-8859-9", "İlgili yazı şğ"), (b"x-yok", "lgili yaz")])
def test_a_message_in_an_old_character_set_is_readable_and_travels_unchanged(kep, client, charset, text):
    mail = LATIN5 % charset
    held = Held("EYWSeski", "r", "isik@hs02.kep.tr", "x@hs02.kep.tr", "İlgi", hashlib.sha256(mail).hexdigest(), T)
    House().put(held, mail)
    with moved(T + timedelta(hours=2)):
        assert text in client.get(reverse("kep:mail", args=[held.number])).content.decode()
    House().put(Held("EYWSbize", "r", "isik@hs02.kep.tr", SENDER, "İlgi", held.digest, T), mail)
    with moved(T + timedelta(hours=2)):
        assert [it.data for it in kep.inbox()] == [mail]


def test_silence_of_the_whole_house_is_an_open_outcome(kep, kep_folder):
    scenario(kep_folder, **{"*": "unanswered"})
    with pytest.raises(OutcomeUnknown):
        sent(kep)
    (kep_folder / "scenario.json").write_text(json.dumps({}))
    assert len(House().messages()) == 1
