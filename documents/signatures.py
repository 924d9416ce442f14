"""What the electronic signatures in a PDF (PAdES) prove. A signature counts when intact and valid and trusted."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

from asn1crypto import crl, pem, x509
from django.conf import settings
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from accounts.identity import identity_digest
from documents import demo_ca
from documents.models import Flaw

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

    @property
    def good(self) -> bool:
        """Whether the signature proves anything."""
        return self.intact and self.valid and self.trusted


class Judged(Protocol):
    """A Verdict, or the Signature row made of it."""

    @property
    def reason(self) -> str:
        """The Flaw, or an empty text."""


@dataclass(frozen=True)
class TrustStore:
    """Whom we trust: root certificates, those between, and revocation lists."""

    roots: tuple[x509.Certificate, ...]
    others: tuple[x509.Certificate, ...]
    revoked: tuple[crl.CertificateList, ...]


def verdicts(pdf: bytes, *, at: datetime) -> tuple[Verdict, ...]:
    """Judge every signature in a PDF as of an instant, oldest first; empty for an unsigned file."""
    try:
        found = list(PdfFileReader(BytesIO(pdf), strict=False).embedded_regular_signatures)
    except UNREADABLE:
        return (_unreadable(at),) if b"/ByteRange" in pdf else ()
    store = trust_store()
    statuses = [_status(signature, store, at) for signature in found]
    sealed = bool(statuses) and statuses[-1] is not None and _is_last(statuses[-1])
    checked = bool(store.revoked)
    return tuple(
        _verdict(signature, status, at, sealed=sealed, checked=checked)
        for signature, status in zip(found, statuses, strict=True)
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


def trust_store() -> TrustStore:
    """Read the trust store: `*.pem`, `*.crt`, `*.cer` and `*.crl` of SICIL_TRUST, else of the demo's CA.

    Production without SICIL_TRUST trusts nobody.
    """
    folder: Path | None = settings.TRUST_DIR or (None if settings.PRODUCTION else demo_ca.folder())
    files = sorted(folder.iterdir()) if folder else []
    certificates = [x509.Certificate.load(der) for der in _ders(files, ".pem", ".crt", ".cer")]
    return TrustStore(
        roots=tuple(it for it in certificates if it.self_issued),
        others=tuple(it for it in certificates if not it.self_issued),
        revoked=tuple(crl.CertificateList.load(der) for der in _ders(files, ".crl")),
    )


def _ders(files: Iterable[Path], *endings: str) -> Iterator[bytes]:
    for file in files:
        if file.suffix in endings:
            data = file.read_bytes()
            yield from (der for _, _, der in pem.unarmor(data, multiple=True)) if pem.detect(data) else (data,)


def _status(signature: EmbeddedPdfSignature, store: TrustStore, at: datetime) -> PdfSignatureStatus | None:
    context = ValidationContext(
        trust_roots=list(store.roots),
        other_certs=list(store.others),
        crls=list(store.revoked),
        moment=at,
        allow_fetching=False,
        revocation_mode="require" if store.revoked else "soft-fail",
    )
    try:
        return validate_pdf_signature(signature, context)
    except UNREADABLE:
        return None


def _is_last(status: PdfSignatureStatus) -> bool:
    return bool(status.coverage == SignatureCoverageLevel.ENTIRE_FILE)


def _verdict(
    signature: EmbeddedPdfSignature, status: PdfSignatureStatus | None, at: datetime, *, sealed: bool, checked: bool
) -> Verdict:
    """Turn pyHanko's status into ours; `sealed`: the last signature covers the file, `checked`: lists were there."""
    if status is None:
        return _unreadable(at)
    whole = _is_last(status) or (sealed and _only_signed_again(status))
    stamp = status.timestamp_validity
    stamped_at = stamp.timestamp if stamp is not None and stamp.trusted else None
    certificate = signature.signer_cert
    reason = _reason(status, certificate, whole=whole)
    return Verdict(
        signer_name=str(certificate.subject.native.get("common_name", ""))[:200],
        signer_digest=_digest(certificate),
        fingerprint=certificate.sha256.hex(),
        signed_at=stamped_at or signature.self_reported_timestamp,
        time_stamped=stamped_at is not None,
        intact=bool(status.intact) and reason != Flaw.ALTERED,
        valid=bool(status.valid),
        trusted=bool(status.trusted),
        covers_whole=whole,
        revocation_checked=checked,
        reason=reason,
        checked_at=at,
    )


def _only_signed_again(status: PdfSignatureStatus) -> bool:
    """Whether later revisions added nothing but further signatures."""
    level = status.modification_level
    return (
        status.coverage == SignatureCoverageLevel.ENTIRE_REVISION
        and level is not None
        and level.value <= ModificationLevel.FORM_FILLING.value
    )


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
