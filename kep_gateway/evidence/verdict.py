"""The verdict on a piece of evidence: what it proves, or every reason why it proves nothing."""

from __future__ import annotations

from datetime import datetime

from kep_gateway.evidence.checks import CHECKS, CLAIM_CHECKS, Case
from kep_gateway.evidence.claims import Claim, read_claim
from kep_gateway.evidence.facts import Expected, Proven, Unproven
from kep_gateway.evidence.opened import open_evidence
from kep_gateway.evidence.trust import Trust, subject_of


def prove(data: bytes, expected: Expected, *, trust: Trust, at: datetime) -> Proven:
    """Verify a piece of evidence about a message and return what it proves.

    Taken are ETSI evidence (TS 102 640-2) alone and in S/MIME, and PTT's records in CMS. Nothing is fetched: roots and
    revocation lists are those of `trust`. Signers are judged as of the time stamp, and nothing later than `at` counts.

    Raises:
        Unproven: with every reason that could be found safely.
    """
    case = Case(open_evidence(data), expected, trust, at)
    codes = [code for code, at_fault in CHECKS.items() if at_fault(case)]
    if case.opened.content is None:
        raise Unproven(*codes or ["unsigned"])
    try:
        claim = read_claim(case.opened.content)
    except Unproven as unproven:
        raise Unproven(*codes, *unproven.codes) from unproven
    codes += [code for code, at_fault in CLAIM_CHECKS.items() if at_fault(case, claim)]
    if codes:
        raise Unproven(*codes)
    return _proven(case, claim)


def _proven(case: Case, claim: Claim) -> Proven:
    signer = case.opened.signatures[0].signer
    return Proven(
        kind=claim.kind,
        reference=claim.reference,
        event_at=claim.event_at,
        issuer=case.trust.provider_of(signer),
        signer=subject_of(signer),
        stamped_at=case.moment,
    )
