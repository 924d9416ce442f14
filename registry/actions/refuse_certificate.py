"""An officer refuses a certificate with a reason; nothing follows by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from registry.models import Certificate

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("registry.refuse_certificate", _("Refuse the certificate"), done=_("Certificate refused"), clause="2/b")


def obstacles(certificate: Certificate, *, at: datetime, reason: str | None = None) -> Iterator[Obstacle]:
    """Yield why a certificate cannot be refused: judged already, or no reason given."""
    if certificate.accepted_at or certificate.refused_at:
        yield Obstacle("judged", _("This certificate has been judged."))
    if reason is not None and not reason.strip():
        yield Obstacle("no_reason", _("Write the reason."), field="reason")


def refuse_certificate(
    certificate_id: int, *, by: User, at: datetime, reason: str, seen: int | None = None
) -> Certificate:
    """Refuse a certificate; the firm reads the reason and may enter another.

    Raises:
        NotAllowed, Refused: judged already, no reason, or a stale page.
    """
    with acting():
        certificate = lock(Certificate, certificate_id)
        refuse(ACT, certificate, obstacles(certificate, at=at, reason=reason), by=by, seen=seen)
        certificate.refused_at, certificate.refusal = at, reason.strip()
        certificate.save(update_fields=["refused_at", "refusal"])
        facts = {"certificate": certificate.pk}
        record(ACT, certificate, by=by, at=at, facts=facts, documents=[certificate.document.sha256])
    return certificate
