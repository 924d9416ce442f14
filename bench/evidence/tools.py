"""What openssl and xmlsec1 say of a piece of evidence: of its signatures and chains, which is all that they look at."""

from __future__ import annotations

import subprocess
from email import message_from_bytes
from pathlib import Path

from asn1crypto import pem

from bench.evidence.corpus import Item
from kep_gateway.evidence.cms_signature import der_of
from kep_gateway.evidence.limits import looks_like_xml
from kep_gateway.evidence.opened import is_base64
from kep_gateway.sandbox import mint, signing

ROOTS = (*(name for name, _ in mint.ROOTS.values()), "RelayToREMMDAcceptanceRejection", "RelayToREMMDFailure")
IDS = [f"{signing.XADES}:SignedProperties", f"{mint.REM}:SenderMessageDetails", *(f"{mint.REM}:{it}" for it in ROOTS)]


def ran(*command: str) -> bool:
    """Tell whether a command ended well."""
    return subprocess.run(command, capture_output=True, timeout=20, check=False).returncode == 0


def sound(item: Item, place: Path) -> bool:
    """Return what the tools say of a piece."""
    roots = b"".join(pem.armor("CERTIFICATE", it.dump()) for it in item.trust.roots)
    (place / "roots.pem").write_bytes(roots)
    if not roots:
        return False
    if looks_like_xml(item.data) or item.data[:2] == b"\xff\xfe":
        return xmlsec(item.data, item, place)
    if item.data[:1] == b"\x30" or item.data[:5] == b"-----" or is_base64(item.data):
        return openssl(der_of(item.data), "DER", item, place)
    if not openssl(item.data, "SMIME", item, place):
        return False
    content = (place / "content").read_bytes()
    parts = [] if looks_like_xml(content) else list(message_from_bytes(content).walk())
    inside = [it for it in parts if it.get_content_type() == "application/xml"]
    return all(xmlsec(bytes(it.get_payload(decode=True)), item, place) for it in inside[:1])


def openssl(data: bytes, form: str, item: Item, place: Path) -> bool:
    """Tell whether openssl verifies a CMS signature and its chain."""
    (place / "signed").write_bytes(data)
    at = str(int(item.judged_at.timestamp()))
    files = ("-in", str(place / "signed"), "-out", str(place / "content"), "-CAfile", str(place / "roots.pem"))
    return ran("openssl", "cms", "-verify", "-inform", form, *files, "-attime", at, "-purpose", "any")


def xmlsec(data: bytes, item: Item, place: Path) -> bool:
    """Tell whether xmlsec1 verifies an XML signature and its chain."""
    (place / "signed.xml").write_bytes(data)
    ids = [part for it in IDS for part in ("--id-attr:Id", it)]
    at = ("--verification-gmt-time", f"{item.judged_at:%Y-%m-%d %H:%M:%S}")
    trusted = ("--trusted-pem", str(place / "roots.pem"))
    return ran("xmlsec1", "--verify", *trusted, *at, *ids, str(place / "signed.xml"))
