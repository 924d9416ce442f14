"""What travels between us and a provider, and what each way of going wrong means."""

from __future__ import annotations

import base64
import io
import logging
import threading
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from config.env import Env
from kep_gateway.providers import mtom, wire
from kep_gateway.providers.protocol import OutcomeUnknown
from kep_gateway.providers.ptt import PttProvider
from kep_gateway.sandbox import play, soap
from kep_gateway.sandbox.house import House
from kep_gateway.tests.sandbox.provider import SECRETS, T, message, served
from law.clock import moved
from ledger.errors import GiveUp, TryLater

pytestmark = pytest.mark.usefixtures("kep_folder")


@pytest.fixture
def kep() -> PttProvider:
    return PttProvider()


class Recording(soap.InProcess):
    """Keeps what travels."""

    sent: list[tuple[str, bytes]]

    def exchange(self, address, body, headers):
        self.sent = [*getattr(self, "sent", []), (headers["Content-Type"], body)]
        status, kind, answer = super().exchange(address, body, headers)
        self.sent.append((kind, answer))
        return status, kind, answer


def test_files_travel_as_xop_in_both_directions(kep, monkeypatch):
    kep._wire = Recording()
    packed = kep.pack(message())
    with moved(T):
        number = kep.hand_over(message(), packed)
        kind, body = next(it for it in kep._wire.sent if b"Yukle>" in it[1])
    assert kind.startswith('multipart/related; type="application/xop+xml"')
    assert b'"http://www.w3.org/2004/08/xop/include" href="cid:1.' in body
    assert packed in body
    assert base64.b64encode(packed)[:80] not in body
    kep._wire.sent = []
    with moved(T + timedelta(minutes=1)):
        (first, *_) = kep.evidence_for(number)
    assert any(kind.startswith("multipart/related") and first.data in body for kind, body in kep._wire.sent)


@given(st.binary(max_size=300))
def test_any_bytes_survive_the_way(data):
    kind, body = mtom.pack(soap._envelope("Indir", {"ePaket": [play.File("a", "application/octet-stream", data)]}))
    found = [it for it in mtom.unpack(kind, body).iter() if it.get(mtom.CONTENT_TYPE)]
    assert [mtom.decoded(it) for it in found] == [data]


def only_yukle(answer):
    """The sandbox, but for Yukle, which `answer(environ, start_response, sandbox)` answers."""

    def app(environ, start_response):
        data = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        environ["wsgi.input"] = io.BytesIO(data)
        if b"Yukle>" in data:
            return answer(environ, start_response, soap.app)
        return soap.app(environ, start_response)

    return app


def status(line, body=b"", **fields):
    def answer(environ, start_response, sandbox):
        start_response(line, [("Content-Type", "text/xml"), *fields.items()])
        return [body]

    return answer


NOTHING = (
    b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>'
    b'<a:YukleResponse xmlns:a="http://ws.apache.org/axis2"><a:return/></a:YukleResponse></s:Body></s:Envelope>'
)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (status("500 Oops"), OutcomeUnknown),
        (status("502 Oops"), OutcomeUnknown),
        (status("503 Oops"), OutcomeUnknown),
        (status("504 Oops"), OutcomeUnknown),
        (status("307 Elsewhere", Location="http://127.0.0.1:9/"), OutcomeUnknown),
        (status("200 OK"), OutcomeUnknown),
        (status("200 OK", b"<html><p>hello"), OutcomeUnknown),
        (status("200 OK", b"<a/>"), OutcomeUnknown),
        (status("200 OK", NOTHING), OutcomeUnknown),
        (status("200 OK", NOTHING.replace(b"<a:return/>", b"")), OutcomeUnknown),
        (status("200 OK", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), OutcomeUnknown),
        (status("403 Forbidden"), TryLater),
        (status("429 Too Many Requests"), TryLater),
        (status("413 Too Large"), GiveUp),
    ],
)
def test_what_an_answer_to_sending_means(settings, answer, error):
    with served(only_yukle(answer)) as address:
        settings.KEP_ENDPOINT = address
        kep = PttProvider()
        with pytest.raises(error):
            kep.hand_over(message(), kep.pack(message()))


def test_a_time_out_after_sending_leaves_the_outcome_open_and_the_message_is_found(settings, monkeypatch):
    monkeypatch.setattr(wire, "READ", 0.3)
    over = threading.Event()

    def held_back(environ, start_response, sandbox):
        answer = list(sandbox(environ, lambda *_: None))
        over.wait(10)
        start_response("200 OK", [("Content-Type", "text/xml")])
        return answer

    with served(only_yukle(held_back)) as address:
        settings.KEP_ENDPOINT = address
        kep = PttProvider()
        with pytest.raises(OutcomeUnknown):
            kep.hand_over(message(), kep.pack(message()))
        monkeypatch.undo()
        assert kep.find("ref-1") == House().messages()[0].number
        over.set()


def test_an_answer_that_drips_for_ever_ends_by_itself(settings, monkeypatch):
    monkeypatch.setattr(wire, "WHOLE", 1.3)
    over = threading.Event()

    def drip(environ, start_response, sandbox):
        start_response("200 OK", [("Content-Type", "text/xml")])
        while not over.wait(0.05):
            yield b" " * wire.CHUNK

    with served(only_yukle(drip)) as address:
        settings.KEP_ENDPOINT = address
        kep = PttProvider()
        with pytest.raises(OutcomeUnknown):
            kep.hand_over(message(), kep.pack(message()))
        over.set()


def test_an_endless_answer_is_cut(settings, monkeypatch):
    monkeypatch.setattr(wire, "MOST_BYTES", 1 << 20)
    with served(only_yukle(status("200 OK", b" " * (2 << 20)))) as address:
        settings.KEP_ENDPOINT = address
        kep = PttProvider()
        with pytest.raises(OutcomeUnknown):
            kep.hand_over(message(), kep.pack(message()))


def test_nothing_is_begun_without_time(kep, monkeypatch):
    monkeypatch.setattr(wire, "WHOLE", 0.5)
    with pytest.raises(TryLater):
        kep.find("ref-1")


@pytest.mark.parametrize(("local", "kept"), [("cevapsiz", True), ("kayip", False)])
@pytest.mark.parametrize("over", ["socket", "process"])
def test_an_answer_that_never_comes(settings, local, kept, over):
    ours = message(f"{local}@hs01.kep.tr")
    with served() as address:
        settings.KEP_ENDPOINT = address if over == "socket" else "sandbox:"
        kep = PttProvider()
        with pytest.raises(OutcomeUnknown):
            kep.hand_over(ours, kep.pack(ours))
        assert (kep.find("ref-1") is not None) == kept


def test_credentials_are_in_no_log_and_no_repr(settings, kep, caplog, capfd):
    for name in ("zeep", "zeep.transports", "zeep.wsdl.bindings.soap", "urllib3", "requests"):
        caplog.set_level(logging.DEBUG, name)
        logging.getLogger(name).addHandler(caplog.handler)
    with served() as address:
        settings.KEP_ENDPOINT = address
        loud = PttProvider()
        loud.hand_over(message(), loud.pack(message()))
        loud.inbox()
        with served(only_yukle(status("500 Oops"))) as broken:
            settings.KEP_ENDPOINT = broken
            with pytest.raises(OutcomeUnknown) as unknown:
                loud.hand_over(message(), loud.pack(message()))
    env = Env(kep_tcno=SecretStr(SECRETS["tcno"]), kep_parola=SecretStr(SECRETS["parola"]))
    said = [caplog.text, *capfd.readouterr(), repr(loud), repr(vars(loud)), repr(settings.KEP_SECRETS), repr(env)]
    said += [repr(unknown.value), repr(unknown.value.__cause__)]
    for name in ("zeep", "zeep.transports", "zeep.wsdl.bindings.soap", "urllib3", "requests"):
        logging.getLogger(name).removeHandler(caplog.handler)
    for secret in SECRETS.values():
        assert not any(secret in text for text in said)


CUT = b"--b\r\nContent-ID: <r>\r\n\r\n<a/>\r\n"


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/xml", b""),
        ("text/xml", b"<a>"),
        ("text/xml", b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x"><a/>'),
        ("text/xml", b"<a>" * 300 + b"</a>" * 300),
        ("multipart/related", CUT + b"--b--\r\n"),
        ("multipart/related; boundary=b", CUT),
        ("multipart/related; boundary=b", b""),
        ("multipart/related; boundary=b", b"--b\r\nno head--b--\r\n"),
        ("multipart/related; boundary=b", b"--b\r\nA: b\r\n\r\n<a/>\r\n" * 300 + b"--b--\r\n"),
        (
            "multipart/related; boundary=b",
            b'--b\r\nA: b\r\n\r\n<a><x:Include xmlns:x="http://www.w3.org/2004/08/xop/include" href="cid:q"/></a>\r\n--b--',
        ),
        (
            "multipart/related; boundary=b",
            b'--b\r\nA: b\r\n\r\n<x:Include xmlns:x="http://www.w3.org/2004/08/xop/include" href="cid:q"/>\r\n--b--',
        ),
        ("multipart/related; boundary=b\r\nX: y", b""),
    ],
)
def test_what_is_no_soap_message_is_unreadable(kind, body):
    with pytest.raises(mtom.Unreadable):
        mtom.unpack(kind, body)


def test_a_line_that_only_begins_like_the_boundary_is_content():
    body = b"--b\r\nContent-ID: <r>\r\n\r\n<a>\r\n--bc\r\n</a>\r\n--b-- \r\n"
    assert mtom.unpack('multipart/related; boundary="b"', body).text == "\n--bc\n"


def test_a_part_in_base64_is_read_too():
    body = (
        b'--b\r\nContent-ID: <r>\r\n\r\n<a><x:Include xmlns:x="http://www.w3.org/2004/08/xop/include" href="cid:a%40b"/></a>'
        b"\r\n--b\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <a@b>\r\n\r\nYWJj\r\n--b--\r\n"
    )
    root = mtom.unpack('multipart/related; boundary="b"; start="<r>"', body)
    assert mtom.decoded(root) == b"abc"
