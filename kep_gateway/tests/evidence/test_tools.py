"""openssl and xmlsec1 agree with us on every piece: on signatures and chains, which is all that they look at."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from email import message_from_bytes
from hashlib import sha256
from pathlib import Path

import pytest
from asn1crypto import pem

from kep_gateway.evidence.cms_signature import der_of
from kep_gateway.evidence.limits import looks_like_xml
from kep_gateway.evidence.opened import _is_base64
from kep_gateway.sandbox import mint, signing
from kep_gateway.tests.evidence import forged_words, forgeries, genuine  # noqa: F401  # they fill the corpus
from kep_gateway.tests.evidence.corpus import FORGERIES, GENUINE, Item, made, reasons

OF_SIGNATURES = {"broken", "untrusted", "self_signed", "expired", "unsigned", "unreadable"}
"""Codes of faults that these tools know as well."""
OF_SHAPE = {"nested", "doctype", "several", "partly_signed", "wrapped"}
"""Codes of a shape in which the tools find no signature to look at."""
BEYOND_THEM = {
    "CMS with bytes behind it": "openssl reads no further than the signature",
    "only the signed properties": "xmlsec1 does not ask what is signed",
    "UTF-16": "xmlsec1 reads every character set",
    "XPath that leaves nothing": "xmlsec1 knows XPath and is content with a signature over nothing",
    "external entity": "xmlsec1 leaves an entity alone that nothing uses",
}
ROOTS = (*(name for name, _ in mint.ROOTS.values()), "RelayToREMMDAcceptanceRejection", "RelayToREMMDFailure")
IDS = [f"{signing.XADES}:SignedProperties", f"{mint.REM}:SenderMessageDetails", *(f"{mint.REM}:{it}" for it in ROOTS)]


def ran(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, timeout=20, check=False).returncode == 0


def sound(item: Item, place: Path) -> bool:
    """Return what the tools say of a piece."""
    roots = b"".join(pem.armor("CERTIFICATE", it.dump()) for it in item.trust.roots)
    (place / "roots.pem").write_bytes(roots)
    if not roots:
        return False
    if looks_like_xml(item.data) or item.data[:2] == b"\xff\xfe":
        return xmlsec(item.data, item, place)
    if item.data[:1] == b"\x30" or item.data[:5] == b"-----" or _is_base64(item.data):
        return openssl(der_of(item.data), "DER", item, place)
    if not openssl(item.data, "SMIME", item, place):
        return False
    content = (place / "content").read_bytes()
    parts = [] if looks_like_xml(content) else list(message_from_bytes(content).walk())
    inside = [it for it in parts if it.get_content_type() == "application/xml"]
    return all(xmlsec(bytes(it.get_payload(decode=True)), item, place) for it in inside[:1])


def openssl(data: bytes, form: str, item: Item, place: Path) -> bool:
    (place / "signed").write_bytes(data)
    at = str(int(item.judged_at.timestamp()))
    files = ("-in", str(place / "signed"), "-out", str(place / "content"), "-CAfile", str(place / "roots.pem"))
    return ran("openssl", "cms", "-verify", "-inform", form, *files, "-attime", at, "-purpose", "any")


def xmlsec(data: bytes, item: Item, place: Path) -> bool:
    (place / "signed.xml").write_bytes(data)
    ids = [part for it in IDS for part in ("--id-attr:Id", it)]
    at = ("--verification-gmt-time", f"{item.judged_at:%Y-%m-%d %H:%M:%S}")
    trusted = ("--trusted-pem", str(place / "roots.pem"))
    return ran("xmlsec1", "--verify", *trusted, *at, *ids, str(place / "signed.xml"))


def test_independent_tools_say_of_each_piece_what_is_expected(tmp_path):
    def said(name: str) -> bool:
        place = tmp_path / sha256(name.encode()).hexdigest()
        place.mkdir()
        return sound(made(name), place)

    names = [*FORGERIES, *GENUINE]
    expected = {name: made(name).sound for name in names}
    with ThreadPoolExecutor(4) as pool:
        assert dict(zip(names, pool.map(said, names), strict=True)) == expected


@pytest.mark.parametrize("refused", [True, False])
def test_whom_the_tools_refuse_we_refuse_for_a_like_reason(refused):
    """What they take and we refuse has a fault that they do not look at."""
    for name in FORGERIES:
        said = set(reasons(name))
        if refused and not made(name).sound:
            assert said & (OF_SIGNATURES | OF_SHAPE), name
        elif not refused and made(name).sound:
            assert not said & OF_SIGNATURES or name in BEYOND_THEM, name
    assert all(made(name).sound for name in GENUINE)
