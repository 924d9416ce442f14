"""An officer refuses a certificate with a reason, which the firm is told; nothing else follows by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kep_gateway.letters import Text, tell, worded
from law.clock import legal_day
from law.explain import date_short
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import DossierKind
from registry.models import Certificate, Integrator
from registry.notices import CERTIFICATE_REFUSED
from registry.renewals import hold_or_let_go

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "registry.refuse_certificate",
    _("Refuse the certificate"),
    done=_("Certificate refused"),
    clause="2/b",
    follows=_("The firm is told by a letter that a signatory has still to sign."),
)


def obstacles(certificate: Certificate, *, at: datetime, reason: str | None = None) -> Iterator[Obstacle]:
    """Yield why a certificate cannot be refused: judged already, or no reason given."""
    if certificate.accepted_at or certificate.refused_at:
        yield Obstacle("judged", _("This certificate has been judged."))
    if reason is not None and not reason.strip():
        yield Obstacle("no_reason", _("Write the reason."), field="reason")


def refuse_certificate(
    certificate_id: int, *, by: User, at: datetime, reason: str, seen: int | None = None
) -> Certificate:
    """Refuse a certificate; the letter gives the reason, and the firm may enter another.

    Raises:
        NotAllowed, Refused: judged already, no reason, or a stale page.
    """
    with acting():
        certificate = lock(Certificate, certificate_id)
        refuse(ACT, certificate, obstacles(certificate, at=at, reason=reason), by=by, seen=seen)
        certificate.refused_at, certificate.refusal = at, reason.strip()
        certificate.save(update_fields=["refused_at", "refusal"])
        facts = {"certificate": certificate.pk}
        step = record(ACT, certificate, by=by, at=at, facts=facts, documents=[certificate.document.sha256])
        if certificate.dossier.kind == DossierKind.INTEGRATOR:
            hold_or_let_go(certificate.dossier.integrator, at)
        tell(_text(certificate, at), step=step, by=by, at=at)
    return certificate


def _text(certificate: Certificate, at: datetime) -> Text:
    """Return the letter; an active integrator reads in it until when it stays so by what was accepted before."""
    listed = Integrator.objects.filter(firm=certificate.firm_id, ended_at=None, active_until__gt=at)
    until = listed.values_list("active_until", flat=True).first()
    return worded(
        CERTIFICATE_REFUSED,
        certificate,
        certificate=certificate.number,
        body=certificate.body,
        reason=certificate.refusal,
        active_through=date_short(legal_day(until) - timedelta(days=1)) if until else "",
    )
