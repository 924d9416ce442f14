"""No forgery is accepted, nothing genuine refused, and every check is needed."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from bench.evidence.corpus import FORGERIES, GENUINE, accepted, reasons
from bench.evidence.switches import READING, off
from kep_gateway.evidence.checks import CHECKS, CLAIM_CHECKS
from kep_gateway.evidence.facts import Proven
from kep_gateway.evidence.limits import LIMITS
from kep_gateway.evidence.reasons import REASONS
from kep_gateway.models import EvidenceKind


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


@pytest.mark.parametrize("code", REASONS)
def test_without_any_one_check_a_forgery_is_accepted(code):
    meant = [name for name, it in FORGERIES.items() if code in it.codes]
    with off(code):
        assert accepted(meant), f"nothing in the corpus needs the check {code!r}"


def test_the_judge_of_the_corpus_fails_when_it_should():
    """A verifier that looks at headers only takes forgeries and genuine evidence alike."""

    def by_headers(data, expected, *, trust, at):
        return Proven(EvidenceKind.DELIVERED, "D-0", at, "hs01.kep.tr", "", at)

    with patch("bench.evidence.corpus.prove", by_headers):
        assert len(accepted(FORGERIES)) == len(FORGERIES)
        assert len(accepted(GENUINE)) == len(GENUINE)
