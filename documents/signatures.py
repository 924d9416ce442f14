"""What the electronic signatures in a PDF (PAdES) prove. A signature counts when intact and valid and trusted."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Protocol

from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator.errors import PathError, ValidationError

from accounts.identity import identity_digest
from documents.lasting import proven_at
from documents.models import Flaw
from documents.trust import TrustStore, context_at, trust_store

for _name in ("pyhanko", "pyhanko_certvalidator"):  # their messages name people and identity numbers
    logging.getLogger(_name).propagate = False
    logging.getLogger(_name).addHandler(logging.NullHandler())

UNREADABLE = (
    PdfError,
    PathError,
    ValidationError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    NotImplementedError,
)
"""What foreign bytes make pyHanko raise; each means that the signature cannot be read."""


@dataclass(frozen=True)
class Verdict:
    """What one signature proves; `reason` is empty where it is good. `signer_digest` stands for the identity number.

    `revocation_checked` is false where the trust store held no revocation list: a revoked certificate then passes.
    `long_term`: the document itself proves, by validation data under an archive time stamp, that the signature was good
    then; a certificate that ended or was revoked since takes nothing back.
    """

    signer_name: str
    signer_digest: str
    fingerprint: str
    signed_at: datetime | None
    time_stamped: bool
    intact: bool
    valid: bool
    trusted: bool
    covers_whole: bool
    revocation_checked: bool
    reason: str
    checked_at: datetime
    long_term: bool = False

    @property
    def good(self) -> bool:
        """Whether the signature proves anything."""
        return self.intact and self.valid and self.trusted


class Judged(Protocol):
    """A Verdict, or the Signature row made of it."""

    @property
    def reason(self) -> str:
        """The Flaw, or an empty text."""


def verdicts(pdf: bytes, *, at: datetime) -> tuple[Verdict, ...]:
    """Judge every signature in a PDF as of an instant, oldest first; empty for an unsigned file."""
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=False)
        found = list(reader.embedded_regular_signatures)
        sealed = bool(found) and _covers_file(reader.embedded_signatures[-1])
    except UNREADABLE:
        return (_unreadable(at),) if b"/ByteRange" in pdf else ()
    store = trust_store()
    checked = bool(store.revoked)
    return tuple(
        _verdict(
            signature,
            _status(signature, store, at),
            at,
            sealed=sealed,
            checked=checked,
            held_at=_held_at(signature, store, at),
        )
        for signature in found
    )


def flaws(found: Iterable[Judged]) -> tuple[Flaw, ...]:
    """Return why a file does not count as signed, one reason per bad signature; empty when all are good."""
    judged = list(found)
    if not judged:
        return (Flaw.UNSIGNED,)
    return tuple(Flaw(one.reason) for one in judged if one.reason)


def begins_with(pdf: bytes, issued: bytes) -> bool:
    """Tell whether a signed file is exactly what we issued, plus what signing appended."""
    return len(pdf) > len(issued) and pdf.startswith(issued)


def _status(signature: EmbeddedPdfSignature, store: TrustStore, at: datetime) -> PdfSignatureStatus | None:
    try:
        return validate_pdf_signature(signature, context_at(store, at))
    except UNREADABLE:
        return None


def _held_at(signature: EmbeddedPdfSignature, store: TrustStore, at: datetime) -> datetime | None:
    try:
        return proven_at(signature, store, at)
    except UNREADABLE:
        return None


def _covers_file(signature: EmbeddedPdfSignature) -> bool:
    """Whether the last signature or time stamp of a file leaves nothing behind it."""
    return bool(signature.evaluate_signature_coverage() == SignatureCoverageLevel.ENTIRE_FILE)


def _verdict(
    signature: EmbeddedPdfSignature,
    status: PdfSignatureStatus | None,
    at: datetime,
    *,
    sealed: bool,
    checked: bool,
    held_at: datetime | None,
) -> Verdict:
    """Turn pyHanko's status into ours.

    `sealed`: the last signature or stamp covers the file; `checked`: lists were there; `held_at`: when the document
    itself proves it to have been good.
    """
    if status is None:
        return _unreadable(at)
    whole = _whole(status, sealed=sealed)
    stamp = status.timestamp_validity
    stamped_at = stamp.timestamp if stamp is not None and stamp.trusted else held_at
    certificate, lasting = signature.signer_cert, held_at is not None and whole and bool(status.intact)
    reason = "" if lasting and status.valid else _reason(status, certificate, whole=whole)
    return Verdict(
        signer_name=str(certificate.subject.native.get("common_name", ""))[:200],
        signer_digest=_digest(certificate),
        fingerprint=certificate.sha256.hex(),
        signed_at=stamped_at or signature.self_reported_timestamp,
        time_stamped=stamped_at is not None,
        intact=bool(status.intact) and reason != Flaw.ALTERED,
        valid=bool(status.valid),
        trusted=bool(status.trusted) or (lasting and bool(status.valid)),
        covers_whole=whole,
        revocation_checked=checked,
        reason=reason,
        checked_at=at,
        long_term=lasting and not reason,
    )


def _whole(status: PdfSignatureStatus, *, sealed: bool) -> bool:
    """Whether nothing follows but further signatures and validation data, the last signature or stamp over all of it.

    Bytes behind the last one are nobody's, whatever they look like: they make the file another one.
    """
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return True
    if not sealed or status.coverage != SignatureCoverageLevel.ENTIRE_REVISION or status.modification_level is None:
        return False
    return bool(status.modification_level.value <= ModificationLevel.FORM_FILLING.value)


def _reason(status: PdfSignatureStatus, certificate: x509.Certificate, *, whole: bool) -> str:
    if not status.intact or not whole:
        return Flaw.ALTERED
    if not status.valid:
        return Flaw.BROKEN
    if status.trusted:
        return ""
    if status.revoked:
        return Flaw.REVOKED
    if certificate.self_issued:
        return Flaw.UNTRUSTED
    return _DISTRUST.get(status.trust_problem_indic, Flaw.UNTRUSTED)


_DISTRUST: dict[Any, Flaw] = {
    AdESFailure.NOT_YET_VALID: Flaw.EXPIRED,
    AdESIndeterminate.NOT_YET_VALID: Flaw.EXPIRED,
    AdESIndeterminate.EXPIRED: Flaw.EXPIRED,
    AdESIndeterminate.OUT_OF_BOUNDS_NO_POE: Flaw.EXPIRED,
    AdESIndeterminate.OUT_OF_BOUNDS_NOT_REVOKED: Flaw.EXPIRED,
    AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE: Flaw.UNKNOWN_STATUS,
    AdESIndeterminate.TRY_LATER: Flaw.UNKNOWN_STATUS,
    AdESIndeterminate.REVOCATION_OUT_OF_BOUNDS_NO_POE: Flaw.UNKNOWN_STATUS,
    AdESIndeterminate.SIG_CONSTRAINTS_FAILURE: Flaw.WRONG_USE,
    AdESIndeterminate.CHAIN_CONSTRAINTS_FAILURE: Flaw.WRONG_USE,
}


def _digest(certificate: x509.Certificate) -> str:
    """Return the keyed digest of the identity number in the subject (`12345678901` or `PNOTR-12345678901`)."""
    number = re.fullmatch(r"(?:PNOTR-)?(\d{11})", str(certificate.subject.native.get("serial_number", "")))
    return identity_digest(number.group(1)) if number else ""


def _unreadable(at: datetime) -> Verdict:
    return Verdict(
        signer_name="",
        signer_digest="",
        fingerprint="",
        signed_at=None,
        time_stamped=False,
        intact=False,
        valid=False,
        trusted=False,
        covers_whole=False,
        revocation_checked=False,
        reason=Flaw.UNREADABLE,
        checked_at=at,
    )
