"""A firm enters an ISO/IEC 27001 certificate: its fields and the file, in its application or its integrator's dossier.

Values that contradict each other are refused at their fields. A certificate that does not suffice is taken: what it
lacks is for an officer to say (clause 3/a).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from accounts.naming import name_flaws
from documents.intake import Received, keep
from law.clock import legal_day
from ledger.acts import Act, acting, lock_dossier, record, refuse
from ledger.errors import Obstacle
from ledger.models import DossierKind
from ledger.text import one_line
from registry.bodies import body_of
from registry.conditions.certificate import contradictions
from registry.models import Certificate
from registry.renewals import hold_or_let_go

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("registry.enter_certificate", _("Enter a certificate"), done=_("Certificate entered"), clause="2/b")
KIND = "iso_27001"
NAMES = {"number": 100, "holder": 300, "body": 200, "body_accreditation": 60, "accreditation_body": 120}
"""The names and numbers on a certificate, each with its longest length."""


def obstacles(certificate: Certificate, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why a certificate cannot be entered: no place for it, a name that says nothing, contradicting values."""
    dossier = certificate.dossier
    if dossier.kind not in {DossierKind.APPLICATION, DossierKind.INTEGRATOR} or dossier.closed_at is not None:
        yield Obstacle("no_place", _("A certificate belongs into an open application or integrator's dossier."))
    for field, most in NAMES.items():
        yield from name_flaws(field, getattr(certificate, field), most, _("Write what the certificate says."), "2/b")
    yield from contradictions(certificate, on=legal_day(at))


def enter_certificate(
    dossier_id: int,
    *,
    by: User,
    at: datetime,
    received: Received,
    fields: Mapping[str, Any],
    seen: int | None = None,
) -> Certificate:
    """Keep the file and the fields; `fields` are the columns of Certificate from `number` to `status`.

    Raises:
        NotAllowed: no mandate of the dossier's firm. Refused: contradicting values, a closed dossier, a stale page.
    """
    with acting():
        dossier = lock_dossier(dossier_id)
        said = {name: one_line(value) if name in NAMES else value for name, value in fields.items()}
        certificate = Certificate(dossier=dossier, firm=dossier.firm, entered_at=at, **said)
        refuse(ACT, certificate, obstacles(certificate, at=at), by=by, seen=seen)
        title = f"ISO/IEC 27001 {certificate.number}"
        certificate.certifier = body_of(certificate)
        certificate.document = keep(received, dossier=dossier, kind=KIND, title=title, by=by)
        certificate.save(force_insert=True)
        facts = {"edition": certificate.edition, "valid_until": certificate.valid_until_on}
        record(ACT, certificate, by=by, at=at, facts=facts, documents=[received.sha256])
        if dossier.kind == DossierKind.INTEGRATOR:
            hold_or_let_go(dossier.integrator, at)
    return certificate
