"""An authorised signatory of the ministry has the worker countersign what the firm signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from contracts.conditions.agreement import agreement_flaws, being_countersigned
from contracts.copies import counting
from contracts.models import Ink, Kind, SignedAgreement
from documents.models import MinistrySignatory
from documents.signing import request_signing
from law.clock import legal_day
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "contracts.request_countersignature",
    _("Countersign"),
    done=_("Countersignature ordered"),
    clause="2",
    audience=Audience.MINISTRY,
    follows=_("The worker puts your signature on the agreement; it binds with the decision."),
)
PURPOSE = "agreement"


def obstacles(signed: SignedAgreement, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why this cannot be countersigned: it does not bind the firm, is on paper, or is countersigned already."""
    if signed.copy.kind == Kind.COMMITMENT:
        yield Obstacle("one_sided", _("A commitment is the firm's alone; the ministry does not countersign it."), "3/d")
    if signed.ink == Ink.WET:
        yield Obstacle("wet", _("This agreement is on paper: countersign the originals and upload the scan."), "2")
    if signed.dossier.closed_at:
        yield Obstacle("closed", _("This dossier is closed."))
    if being_countersigned(signed):
        yield Obstacle("requested", _("The countersignature has been asked for already."), "2")
    yield from agreement_flaws(signed.dossier, on=legal_day(at), kind=signed.copy.kind)
    if signed != counting(signed.dossier, signed.copy.kind):
        yield Obstacle("not_counting", _("Another signed copy in this dossier counts, not this one."), "3/a")


def request_countersignature(signed_id: int, *, by: User, at: datetime, seen: int | None = None) -> SignedAgreement:
    """Ask the worker for the person's own signature on the firm's signed bytes; a failed one may be asked for again.

    Raises:
        NotAllowed: no authority to sign that stands today. Refused: not binding, on paper, asked for already.
    """
    with acting():
        signed = lock(SignedAgreement, signed_id)
        refuse(ACT, signed, obstacles(signed, at=at), by=by, seen=seen)
        held = MinistrySignatory.objects.filter(person=by).order_by("-from_on")
        authority = next(it for it in held if it.in_force_on(legal_day(at)))
        signed.countersigning = request_signing(
            signed.dossier, purpose=PURPOSE, source=signed.document, authority=authority, by=by, at=at, lasting=True
        )
        signed.save()
        facts = {"signed": signed.pk, "signing": signed.countersigning.pk, "authority": authority.pk}
        record(ACT, signed, by=by, at=at, facts=facts, documents=[signed.document.sha256])
    return signed
