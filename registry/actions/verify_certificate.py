"""An officer records what the certification body says of a certificate.

A suspension or withdrawal cannot be seen on the PDF. It makes nobody passive by itself: two persons may then do it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from law.clock import legal_day
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from registry.due import come_by, count_anew
from registry.lifecycle import CertificateStatus
from registry.models import Certificate, CertificateVerification
from registry.terms import open_verification

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("registry.verify_certificate", _("Record a verification"), done=_("Verification recorded"), clause="2/b")


def obstacles(
    certificate: Certificate,
    *,
    at: datetime,
    how: str | None = None,
    reference: str | None = None,
    verified_on: date | None = None,
    document_id: int | None = None,
    surveillance_on: date | None = None,
    next_surveillance_on: date | None = None,
) -> Iterator[Obstacle]:
    """Yield why a verification cannot be recorded: nothing said of how and where, a coming day, a foreign document."""
    if certificate.refused_at:
        yield Obstacle("refused", _("This certificate was refused."))
    for field, text in (("how", how), ("reference", reference)):
        if text is not None and not text.strip():
            yield Obstacle("empty", _("Say how it was verified and by which reference."), "2/b", field)
    if verified_on is not None and verified_on > legal_day(at):
        yield Obstacle("in_future", _("This day is still to come."), "2/b", "verified_on")
    if verified_on is not None and verified_on < certificate.issued_on:
        message = _("The certificate was not yet issued on that day.")
        yield Obstacle("before_issue", message, "2/b", "verified_on")
    yield from _surveillance(certificate, surveillance_on, next_surveillance_on, verified_on)
    if document_id is not None and not certificate.dossier.documents.filter(pk=document_id).exists():
        yield Obstacle("foreign_document", _("Choose a document of this dossier."), field="document")


def _surveillance(
    certificate: Certificate, surveillance_on: date | None, next_surveillance_on: date | None, verified_on: date | None
) -> Iterator[Obstacle]:
    if surveillance_on is not None and surveillance_on < certificate.first_issued_on:
        message = _("A surveillance audit cannot be before the first issue.")
        yield Obstacle("surveillance_before_issue", message, "2/b", "surveillance_on")
    if surveillance_on is not None and verified_on is not None and surveillance_on > verified_on:
        message = _("On the day of the verification this audit was still to come.")
        yield Obstacle("surveillance_to_come", message, "2/b", "surveillance_on")
    if next_surveillance_on is not None and surveillance_on is None:
        message = _("Name the surveillance audit that was done, too.")
        yield Obstacle("no_surveillance", message, "2/b", "surveillance_on")
    if surveillance_on and next_surveillance_on and next_surveillance_on <= surveillance_on:
        message = _("The next surveillance audit is not after the last one.")
        yield Obstacle("surveillance_order", message, "2/b", "next_surveillance_on")


def verify_certificate(
    certificate_id: int,
    *,
    by: User,
    at: datetime,
    how: str,
    reference: str,
    verified_on: date,
    status: str = CertificateStatus.VALID,
    document_id: int | None = None,
    surveillance_on: date | None = None,
    next_surveillance_on: date | None = None,
    seen: int | None = None,
) -> CertificateVerification:
    """Record a verification; the certificate has the status that the body gave, and the next one's term begins.

    `surveillance_on` is the surveillance audit that the body named as done, `next_surveillance_on` the one after it.

    Raises:
        NotAllowed, Refused: empty or impossible values, a refused certificate, or a stale page.
    """
    with acting():
        certificate = lock(Certificate, certificate_id)
        come_by(certificate, at)
        said = {"how": how, "reference": reference, "verified_on": verified_on, "document_id": document_id}
        said |= {"surveillance_on": surveillance_on, "next_surveillance_on": next_surveillance_on}
        refuse(ACT, certificate, obstacles(certificate, at=at, **said), by=by, seen=seen)  # type: ignore[arg-type]  # a mixed dict
        before, certificate.status = certificate.status, status
        certificate.save(update_fields=["status"])
        verification = CertificateVerification.objects.create(
            certificate=certificate, officer=by, status=status, recorded_at=at, **said
        )
        facts = {"certificate": certificate.pk, "verification": verification.pk, "verified_on": verified_on}
        step = record(ACT, certificate, by=by, at=at, before=before, after=status, facts=facts)
        integrator = count_anew(certificate.firm_id, at)
        if integrator is not None:
            open_verification(integrator, at=at, step=step)
    return verification
