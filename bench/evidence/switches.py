"""One check of the verifier switched off, to show what it is needed for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

from asn1crypto import cms
from lxml import etree

from bench.evidence.corpus import DS, XADES, T, c14n
from kep_gateway.evidence import claims, cms_signature, xml_signature
from kep_gateway.evidence.checks import CHECKS, CLAIM_CHECKS
from kep_gateway.evidence.limits import LIMITS
from kep_gateway.models import EvidenceKind

READING = {"unreadable", "malformed", "unknown_event", "broken"}
"""Codes of what has no value that could be read on with; these are switched off where they are raised."""


@contextmanager
def off(code: str) -> Iterator[None]:
    """Switch one check off."""
    with ExitStack() as changed:
        for checks in (CHECKS, CLAIM_CHECKS, LIMITS):
            changed.enter_context(patch.dict(checks))
            checks.pop(code, None)
        for where, name, instead in _BLIND.get(code, ()):
            changed.enter_context(patch.object(where, name, instead))
        yield


def as_it_stands(root: etree._Element, _signer: object) -> list[bytes]:
    """Return what a signature refers to without verifying anything."""
    bare: Any = etree.fromstring(etree.tostring(root))
    properties = c14n(next(bare.iter(f"{XADES}SignedProperties")))
    bare.remove(bare.find(f"{DS}Signature"))
    return [c14n(bare), properties]


_BLIND: dict[str, tuple[tuple[Any, str, Any], ...]] = {
    "broken": ((cms_signature, "holds", lambda *_: True), (xml_signature, "verified", as_it_stands)),
    "unreadable": ((cms_signature, "exactly", cms.ContentInfo.load),),
    "malformed": ((claims, "instant", lambda _text: (T, False)),),
    "unknown_event": ((claims, "kind_of", lambda _root, _event: EvidenceKind.DELIVERED),),
}
