"""The sandbox's provider as PTT's web service: a WSGI application, and a way to it without a socket."""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Callable, Iterable
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from lxml import etree

from kep_gateway.providers import mtom
from kep_gateway.providers.ptt import WSDL, account
from kep_gateway.providers.wire import MOST_BYTES, Lost, Wire
from kep_gateway.sandbox.house import Busy, House, Refusal, Unanswered, Unknown
from kep_gateway.sandbox.operations import OPERATIONS, TYPES, WRONG, Asked
from kep_gateway.sandbox.play import File
from kep_gateway.sandbox.scenarios import scenarios

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PATH = "/KepEYazismaV1.1/KepEYazismaCOREWSDL.php"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
EY = "http://ws.apache.org/axis2"


class TurnedAway(Exception):
    """A request that is answered by a status alone."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


def app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer one HTTP request.

    Raises:
        Unanswered: the connection is to end without a word.
    """
    status = HTTPStatus.OK
    try:
        kind, body = _answer(environ)
    except TurnedAway as away:
        status, (kind, body) = away.status, mtom.pack(_fault(away.status))
    start_response(f"{status.value} {status.phrase}", [("Content-Type", kind), ("Content-Length", str(len(body)))])
    return [body]


class InProcess(Wire):
    """The way to the application within this process: the same bytes, no socket, and the clock of whoever calls."""

    def exchange(self, address: str, body: bytes, headers: dict[str, str]) -> tuple[int, str, bytes]:
        """Hand a request to the application; return status, content type and bytes of the answer."""
        self.left()
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "POST", "PATH_INFO": PATH, "CONTENT_LENGTH": str(len(body)),
            "CONTENT_TYPE": headers["Content-Type"], "wsgi.input": BytesIO(body),
        }  # fmt: skip
        setup_testing_defaults(environ)
        told: dict[str, str] = {}

        def start(status: str, fields: list[tuple[str, str]], _error: object = None, /) -> Callable[[bytes], object]:
            told.update(fields, status=status)
            return bytes

        try:
            answered = b"".join(app(environ, start))
        except Unanswered as silent:
            raise Lost("no answer") from silent
        return int(told["status"].split()[0]), told["Content-Type"], answered


def _answer(environ: WSGIEnvironment) -> tuple[str, bytes]:
    """Return content type and body of the answer.

    Raises:
        TurnedAway: there is only a status.
    """
    if environ["PATH_INFO"] != PATH:
        raise TurnedAway(HTTPStatus.NOT_FOUND)
    if environ["REQUEST_METHOD"] == "GET":
        return "text/xml; charset=utf-8", WSDL.read_bytes()
    if scenarios().get("*") == "down":
        raise TurnedAway(HTTPStatus.SERVICE_UNAVAILABLE)
    try:
        name, asked = _asked(mtom.unpack(environ.get("CONTENT_TYPE", ""), _body(environ)))
        return mtom.pack(_envelope(name, _done(name, asked)))
    except (mtom.Unreadable, ValueError) as error:
        raise TurnedAway(HTTPStatus.BAD_REQUEST) from error
    except Busy as busy:
        raise TurnedAway(HTTPStatus.TOO_MANY_REQUESTS) from busy


def _body(environ: WSGIEnvironment) -> bytes:
    length = environ.get("CONTENT_LENGTH") or ""
    if not length.isascii() or not length.isdigit():
        raise TurnedAway(HTTPStatus.LENGTH_REQUIRED)
    if int(length) > MOST_BYTES:
        raise TurnedAway(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    data: bytes = environ["wsgi.input"].read(int(length))
    return data


def _asked(envelope: etree._Element) -> tuple[str, Asked]:
    """Return what is asked.

    Raises:
        Unreadable: no operation of ours.
    """
    body = envelope.find(f"{{{SOAP}}}Body")
    wanted = body[0] if body is not None and len(body) else None
    name = etree.QName(wanted).localname if wanted is not None else ""
    parameter = wanted.find(f"{{{EY}}}param0") if wanted is not None else None
    if name not in OPERATIONS or parameter is None:
        raise mtom.Unreadable("no such operation")
    inner = parameter.find(f"{{{TYPES}}}kepHesap")
    who = inner if inner is not None and len(inner) else parameter
    given = {key: who.findtext(f"{{{TYPES}}}{key}") or "" for key in ("kepHesap", *settings.KEP_SECRETS)}
    return name, Asked(given["kepHesap"] if _is_ours(given) else "", parameter)


def _is_ours(given: dict[str, str]) -> bool:
    known = {"kepHesap": account(), **{key: it.get_secret_value() for key, it in settings.KEP_SECRETS.items()}}
    return all(hmac.compare_digest(given[key].encode(), known[key].encode()) for key in known)


def _done(name: str, asked: Asked) -> Any:
    if not asked.account:
        return {"durum": WRONG, "hataaciklama": "Kullanıcı bilgileri hatalı"}
    try:
        return OPERATIONS[name](House(), asked)
    except Refusal as refused:
        return {"durum": WRONG, "hataaciklama": str(refused)}
    except Unknown:
        return {"durum": WRONG, "hataaciklama": "Kayıt bulunamadı"}


def _envelope(name: str, answer: Any) -> etree._Element:
    envelope = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soapenv": SOAP, "ey": EY, "tip": TYPES})
    response = etree.SubElement(etree.SubElement(envelope, f"{{{SOAP}}}Body"), f"{{{EY}}}{name}Response")
    for one in answer if isinstance(answer, list) else [answer]:
        place = etree.SubElement(response, f"{{{EY}}}return")
        if isinstance(one, dict):
            for field, value in one.items():
                for item in value if isinstance(value, list) else [value]:
                    _put(etree.SubElement(place, f"{{{TYPES}}}{field}"), item)
        else:
            place.text = str(one)
    return envelope


def _put(place: etree._Element, value: Any) -> None:
    if isinstance(value, File):
        place.set(mtom.CONTENT_TYPE, value.media_type)
        place.set(mtom.FILE_NAME, value.name)
        place.text = b64encode(value.data).decode()
    else:
        place.text = str(value)


def _fault(status: HTTPStatus) -> etree._Element:
    envelope = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soapenv": SOAP})
    fault = etree.SubElement(etree.SubElement(envelope, f"{{{SOAP}}}Body"), f"{{{SOAP}}}Fault")
    side = "Server" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "Client"
    etree.SubElement(fault, "faultcode").text = f"soapenv:{side}"
    etree.SubElement(fault, "faultstring").text = status.phrase
    return envelope
