"""The signer port: whose key signs, and where it lies. Used by the worker only, never inside an act.

SICIL_SIGNER empty: the keys of the demo's CA (refused in production). Else a PKCS#11 address after RFC 7512, e.g.
`pkcs11:token=Bakanlik?module-path=/usr/lib/libakisp11.so&pin-source=/etc/sicil/pin`; keys and certificates are then
found by label, which is a signatory's `key_name`, or `eseal` for the institution's seal. It needs the package's extra
`pkcs11`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.conf import settings
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko_certvalidator.errors import PathError, ValidationError

from documents import demo_ca
from documents.lasting import made_lasting
from documents.pades import embed
from documents.trust import trust_store
from ledger.errors import GiveUp, TryLater

SEAL_KEY = demo_ca.SEAL_KEY
STAMP_S = 20
"""For how many seconds an authority of time stamps is waited for."""


def sign_pdf(pdf: bytes, key_name: str, *, reason: str, at: datetime) -> bytes:
    """Return the PDF with one PAdES-B signature of the named key appended.

    Raises:
        GiveUp: there is no such key, or no signer is configured. TryLater: the token did not answer.
    """
    with _opened(key_name) as signer:
        try:
            return embed(pdf, signer, reason=reason, at=at)
        except SigningError as error:
            raise TryLater(str(error)) from error


def sign_lasting(pdf: bytes, key_name: str, *, reason: str, at: datetime) -> bytes:
    """Return the PDF with one signature of the named key, and with what makes all of its signatures last (PAdES-LTA).

    Raises:
        GiveUp: no such key, no signer or authority of time stamps is configured, or a chain does not hold.
        TryLater: the token or the authority did not answer.
    """
    stamper = _stamper(at)
    with _opened(key_name) as signer:
        try:
            signed = embed(pdf, signer, reason=reason, at=at, stamper=stamper)
            return made_lasting(signed, stamper, trust_store(), at=at)
        except (PathError, ValidationError) as error:  # its words may name people
            raise GiveUp(f"a signature's chain does not hold: {type(error).__name__}") from error
        except (SigningError, TimestampRequestError) as error:
            raise TryLater(type(error).__name__) from error


def _stamper(at: datetime) -> TimeStamper:
    """Return the authority of time stamps: the one that SICIL_TSA names, else the demo's own, which says `at`."""
    if settings.TSA:
        return RequestsHTTPTimeStamper(settings.TSA, timeout=STAMP_S)
    if settings.PRODUCTION:
        raise GiveUp("SICIL_TSA is not set")
    return demo_ca.time_stamper(at)


def sign_detached(data: bytes, key_name: str, *, at: datetime) -> bytes:
    """Return a detached signature of the named key over any bytes: CMS SignedData (RFC 5652) in DER, SHA-256.

    Its signed attributes are content type, message digest and `at` as signing time, as S/MIME (RFC 8551) wants them.

    Raises:
        GiveUp: there is no such key, or no signer is configured. TryLater: the token did not answer.
    """
    claimed = PdfCMSSignedAttributes(signing_time=at)
    with _opened(key_name) as signer:
        try:
            signed = asyncio.run(signer.async_sign_general_data(data, "sha256", signed_attr_settings=claimed))
        except SigningError as error:
            raise TryLater(str(error)) from error
    der: bytes = signed.dump()
    return der


@contextmanager
def _opened(key_name: str) -> Iterator[Any]:
    if settings.SIGNER:
        yield from _on_token(settings.SIGNER, key_name)
        return
    if settings.PRODUCTION:
        raise GiveUp("SICIL_SIGNER is not set")
    try:
        yield demo_ca.signer(key_name)
    except FileNotFoundError as error:
        raise GiveUp(f"no key {key_name!r} at the signer") from error


def _on_token(address: str, key_name: str) -> Iterator[Any]:
    """Open a session at the token for the time of one signature."""
    where = token_address(address)
    try:
        from pkcs11.exceptions import PKCS11Error  # noqa: PLC0415  # an extra that only installations with a token have
        from pyhanko.config.pkcs11 import TokenCriteria  # noqa: PLC0415  # as above
        from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session  # noqa: PLC0415  # as above
    except ImportError as error:
        raise GiveUp("SICIL_SIGNER names a token; install the extra `pkcs11`") from error
    try:
        pin = Path(where["pin-source"]).read_text().strip() if "pin-source" in where else None
        criteria = TokenCriteria(label=where["token"]) if "token" in where else None
        with open_pkcs11_session(where["module-path"], token_criteria=criteria, user_pin=pin) as session:
            yield PKCS11Signer(session, cert_label=key_name, ca_chain=set(trust_store().others))
    except PKCS11Error as error:
        raise TryLater(f"{type(error).__name__}: {error}") from error


def token_address(address: str) -> dict[str, str]:
    """Return the parts of a `pkcs11:` address.

    Raises:
        GiveUp: it is no such address, or names no module.
    """
    split = urlsplit(address)
    inner = (part.partition("=") for part in split.path.split(";") if part)
    parts = {name: unquote(value) for name, _, value in inner} | dict(parse_qsl(split.query))
    if split.scheme != "pkcs11" or "module-path" not in parts:
        raise GiveUp("SICIL_SIGNER wants the form pkcs11:token=…?module-path=…&pin-source=…")
    return parts
