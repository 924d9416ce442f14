"""An officer accepts a certificate. For an integrator it then carries the standing on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from documents.models import DocumentState
from law.clock import legal_day
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from registry.conditions.certificate import flaws, last_valid_day
from registry.due import come_by, count_anew
from registry.models import Certificate

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("registry.accept_certificate", _("Accept the certificate"), done=_("Certificate accepted"), clause="2/b")


def obstacles(certificate: Certificate, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why a certificate cannot be accepted: judged already, not scanned, or it does not serve the firm.

    One that is issued for a coming day is judged as of that day: it may be accepted before the old one ends.
    """
    if certificate.accepted_at or certificate.refused_at:
        yield Obstacle("judged", _("This certificate has been judged."))
    if certificate.document.state != DocumentState.CLEAN:
        yield Obstacle("not_clean", _("The file has not passed the virus scan."))
    on = max(legal_day(at), certificate.issued_on)
    yield from flaws(certificate, holder_name=certificate.firm.legal_name, on=on)


def accept_certificate(certificate_id: int, *, by: User, at: datetime, seen: int | None = None) -> Certificate:
    """Accept a certificate; an integrator's term of validity is counted anew in the same transaction.

    Raises:
        NotAllowed, Refused: judged already, flaws, or a stale page.
    """
    with acting():
        certificate = lock(Certificate, certificate_id)
        come_by(certificate, at)
        refuse(ACT, certificate, obstacles(certificate, at=at), by=by, seen=seen)
        certificate.accepted_at = at
        certificate.save(update_fields=["accepted_at"])
        facts = {"certificate": certificate.pk, "valid_through": last_valid_day(certificate)}
        record(ACT, certificate, by=by, at=at, facts=facts, documents=[certificate.document.sha256])
        count_anew(certificate.firm_id, at)
    return certificate
