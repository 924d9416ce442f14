"""An officer says which body of the table a certificate comes from, where its own words did not, or said another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience
from registry.lifecycle import BodyKind
from registry.models import Body, Certificate

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "registry.assign_body",
    _("Assign the certification body"),
    done=_("Certificate assigned to a body"),
    clause="2/b",
    audience=Audience.MINISTRY,
)


def obstacles(certificate: Certificate, *, at: datetime, body_id: int | None = None) -> Iterator[Obstacle]:
    """Yield why a body cannot be assigned: the certificate was refused, no such body, or it hangs there already."""
    if certificate.refused_at:
        yield Obstacle("refused", _("This certificate was refused."))
    if body_id is None:
        return
    if not Body.objects.filter(pk=body_id, kind=BodyKind.CERTIFICATION).exists():
        yield Obstacle("no_body", _("Choose a certification body of the table."), "2/b", "body_id")
    elif certificate.certifier_id == body_id:
        yield Obstacle("same_body", _("The certificate hangs on this body already."), "2/b", "body_id")


def assign_body(certificate_id: int, *, by: User, at: datetime, body_id: int, seen: int | None = None) -> Certificate:
    """Hang a certificate on a body of the table; what is printed on it stays as it was entered.

    Raises:
        NotAllowed: no officer. Refused: see `obstacles`, or a stale page.
    """
    with acting():
        certificate = lock(Certificate, certificate_id)
        refuse(ACT, certificate, obstacles(certificate, at=at, body_id=body_id), by=by, seen=seen)
        before, certificate.certifier_id = certificate.certifier_id, body_id
        certificate.save(update_fields=["certifier"])
        facts = {"certificate": certificate.pk, "body": body_id, "body_before": before}
        record(ACT, certificate, by=by, at=at, facts=facts)
    return certificate
