"""How SOAP messages travel to a provider: with files as MTOM, within a bound of time and size, never into a log.

What went wrong is told apart by what the other side can have done: `NotTaken` – nothing; `Lost` – anything.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import requests
import zeep
from lxml import etree
from requests.exceptions import ConnectTimeout
from urllib3.exceptions import HTTPError, MaxRetryError, NewConnectionError

from kep_gateway.providers import mtom
from law.clock import monotonic

CONNECT, READ, WHOLE = 10.0, 30.0, 45.0
"""Seconds: to reach the other side, between two signs of life, and for everything that one call of ours needs."""
MOST_BYTES = 96 * 1024 * 1024
CHUNK = 1 << 16


class NotTaken(Exception):
    """The other side did nothing: it was not reached, or turned the message away; `status` is its answer, else 0."""

    def __init__(self, words: str, status: int = 0) -> None:
        super().__init__(words)
        self.status = status


class Lost(Exception):
    """The message may have arrived, and there is no answer that could be read."""


class Wire(zeep.Transport):
    """zeep's transport with our bounds; a subclass exchanges the bytes."""

    def __init__(self) -> None:
        super().__init__(timeout=CONNECT, operation_timeout=READ)  # type: ignore[no-untyped-call]  # zeep leaves it untyped
        self.until = 0.0

    def begin(self) -> None:
        """Start the time within which all messages of one call must have been answered."""
        self.until = monotonic() + WHOLE

    def left(self) -> float:
        """Return the seconds left.

        Raises:
            NotTaken: none; nothing more is sent.
        """
        seconds = self.until - monotonic()
        if seconds < 1:
            raise NotTaken("no time left")
        return seconds

    def post_xml(self, address: str, envelope: etree._Element, headers: dict[str, str]) -> requests.Response:
        """Send an envelope and return the answer with its files put back.

        Raises:
            NotTaken: not reached, or turned away. Lost: the outcome is open.
        """
        kind, body = mtom.pack(envelope)
        action = headers.get("SOAPAction", '""')
        status, kind, data = self.exchange(address, body, {"Content-Type": kind, "SOAPAction": action})
        if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR:
            raise NotTaken("turned away", status)
        if status != HTTPStatus.OK:
            raise Lost(f"status {status}")
        try:
            root = mtom.unpack(kind, data)
        except mtom.Unreadable as error:
            raise Lost("unreadable answer") from error
        answer = requests.Response()
        answer.status_code, answer.encoding = status, "utf-8"
        answer.headers["Content-Type"] = "text/xml; charset=utf-8"
        answer._content = etree.tostring(root, encoding="utf-8")  # noqa: SLF001  # requests offers no other way to make one
        return answer

    def exchange(self, address: str, body: bytes, headers: dict[str, str]) -> tuple[int, str, bytes]:
        """Send bytes; return status, content type and bytes of the answer."""
        raise NotImplementedError


class HTTP(Wire):
    """Over a network. No redirect is followed: credentials go to the address that was configured, or nowhere."""

    def exchange(self, address: str, body: bytes, headers: dict[str, str]) -> tuple[int, str, bytes]:
        """Send bytes by POST on a connection of their own, so that no half-dead one leaves the outcome open."""
        left = self.left()
        limits = (min(CONNECT, left), min(READ, left))
        sent = {**headers, "Connection": "close"}
        try:
            with self.session.post(
                address, data=body, headers=sent, timeout=limits, stream=True, allow_redirects=False
            ) as answer:
                return answer.status_code, answer.headers.get("Content-Type", ""), self._read(answer)
        except requests.RequestException as error:
            if _never_left(error):
                raise NotTaken("not reached") from error
            raise Lost(type(error).__name__) from error
        except (HTTPError, OSError) as error:
            raise Lost(type(error).__name__) from error

    def _read(self, answer: requests.Response) -> bytes:
        """Return the body; a time limit between chunks alone would let an answer drip for ever."""
        read = bytearray()
        for chunk in answer.iter_content(CHUNK):
            read += chunk
            if len(read) > MOST_BYTES:
                raise Lost("overlong answer")
            if monotonic() > self.until:
                raise Lost("slow answer")
        return bytes(read)


def _never_left(error: Any) -> bool:
    """Whether a request failed before any of it was sent."""
    inner = error.args[0] if error.args else None
    refused = isinstance(inner, MaxRetryError) and isinstance(inner.reason, NewConnectionError)
    return isinstance(error, ConnectTimeout) or refused
