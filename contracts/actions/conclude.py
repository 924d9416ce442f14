"""A renewed agreement carries both signatures: it is concluded; its terms hold from their announced day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from contracts.conditions.agreement import countersignature_missing
from contracts.countersigning import bind_countersignature
from contracts.models import SignedAgreement
from ledger.acts import Act, Rule, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import DossierKind

ACT = Act("contracts.conclude", _("Renewed agreement concluded"), clause="3/b", rules=frozenset({"signer"}))


def obstacles(signed: SignedAgreement, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why nothing is concluded: an application's waits for its decision, concluded already, a signature lacks."""
    if signed.dossier.kind != DossierKind.INTEGRATOR:
        yield Obstacle("in_application", _("The agreement of an application is concluded by its decision."), "2")
    if signed.countersigned_at:
        yield Obstacle("bound", _("The agreement has been concluded."), "2")
    yield from countersignature_missing(signed.dossier)


def conclude(signed_id: int, *, by: Rule, at: datetime) -> SignedAgreement:
    """Bind the verified bytes that carry both signatures, and let the firm see them.

    Raises:
        Refused: an application's, concluded already, or no verified countersignature.
    """
    with acting():
        signed = lock(SignedAgreement, signed_id)
        refuse(ACT, signed, obstacles(signed, at=at), by=by)
        document = bind_countersignature(signed.dossier, at=at)
        facts = {"signed": signed.pk, "version": signed.copy.version.number}
        record(ACT, signed, by=by, at=at, facts=facts, documents=[document.sha256])
    return signed
