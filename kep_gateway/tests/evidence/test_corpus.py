"""No forgery is accepted, nothing genuine refused, and every check is needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from asn1crypto import cms
from lxml import etree

from kep_gateway.evidence import claims, cms_signature, xml_signature
from kep_gateway.evidence.checks import CHECKS, CLAIM_CHECKS
from kep_gateway.evidence.facts import Proven
from kep_gateway.evidence.limits import LIMITS
from kep_gateway.evidence.reasons import REASONS
from kep_gateway.models import EvidenceKind
from kep_gateway.tests.evidence import forged_words, forgeries, genuine  # noqa: F401  # they fill the corpus
from kep_gateway.tests.evidence.corpus import DS, FORGERIES, GENUINE, XADES, T, accepted, c14n, reasons

READING = {"unreadable", "malformed", "unknown_event", "broken"}
"""Codes of what has no value that could be read on with; these are switched off where they are raised."""


def test_the_corpus_is_large_enough():
    assert len(FORGERIES) >= 60
    assert len(GENUINE) >= 40


def test_no_forgery_is_accepted_and_each_is_refused_for_its_reason():
    assert accepted(FORGERIES) == []
    said = {name: set(reasons(name)) for name in FORGERIES}
    assert {name: codes for name, codes in said.items() if not FORGERIES[name].codes <= codes} == {}
    given = set().union(*said.values())
    assert given == set(REASONS)
    assert set(REASONS) - READING == {*CHECKS, *CLAIM_CHECKS, *LIMITS} - READING


def test_nothing_genuine_is_refused():
    assert {name: reasons(name) for name in GENUINE if reasons(name)} == {}


@contextmanager
def off(code: str) -> Iterator[None]:
    """Switch one check off."""
    with pytest.MonkeyPatch.context() as patched:
        for checks in (CHECKS, CLAIM_CHECKS, LIMITS):
            patched.delitem(checks, code, raising=False)
        if code == "broken":
            patched.setattr(cms_signature, "holds", lambda *_: True)
            patched.setattr(xml_signature, "verified", as_it_stands)
        elif code == "unreadable":
            patched.setattr(cms_signature, "exactly", cms.ContentInfo.load)
        elif code == "malformed":
            patched.setattr(claims, "instant", lambda _text: (T, False))
        elif code == "unknown_event":
            patched.setattr(claims, "kind_of", lambda _root, _event: EvidenceKind.DELIVERED)
        yield


def as_it_stands(root: etree._Element, signer: object) -> list[bytes]:
    """Return what a signature refers to without verifying anything."""
    bare: Any = etree.fromstring(etree.tostring(root))
    properties = c14n(next(bare.iter(f"{XADES}SignedProperties")))
    bare.remove(bare.find(f"{DS}Signature"))
    return [c14n(bare), properties]


@pytest.mark.parametrize("code", REASONS)
def test_without_any_one_check_a_forgery_is_accepted(code):
    meant = [name for name, it in FORGERIES.items() if code in it.codes]
    with off(code):
        assert accepted(meant), f"nothing in the corpus needs the check {code!r}"


def test_the_judge_of_the_corpus_fails_when_it_should():
    """A verifier that looks at headers only takes forgeries and genuine evidence alike."""

    def by_headers(data, expected, *, trust, at):
        return Proven(EvidenceKind.DELIVERED, "D-0", at, "hs01.kep.tr", "", at)

    with patch("kep_gateway.tests.evidence.corpus.prove", by_headers):
        assert len(accepted(FORGERIES)) == len(FORGERIES)
        assert len(accepted(GENUINE)) == len(GENUINE)
