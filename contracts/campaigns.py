"""The loops of a campaign: every listed integrator is asked to sign a renewed version; what was signed is concluded.

The rows say what waits: a version is published, an integrator of that instant was not asked yet; a countersignature is
made and not bound yet. Each firm has a transaction of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import structlog
from django.db.models import Exists, OuterRef, Q

from contracts.actions.ask_to_sign import ask_to_sign
from contracts.actions.conclude import conclude
from contracts.copies import counting
from contracts.models import Ink, Kind, Renewal, SignedAgreement
from contracts.versions import newest
from documents.models import SigningStatus
from law.clock import legal_day
from ledger.acts import Rule
from ledger.models import DossierKind
from registry.models import Integrator

if TYPE_CHECKING:
    from ledger.models import Dossier

log = structlog.get_logger("sicil.agreements")

CAMPAIGN, SIGNER = Rule("campaign"), Rule("signer")
BATCH = 500


def run_waiting(at: datetime) -> int:
    """Ask whoever was not asked yet, conclude what is signed by both, and return how many rows moved."""
    return ask_waiting(at) + conclude_waiting(at)


def ask_waiting(at: datetime) -> int:
    """Open the term of the newest versions for every integrator that was listed when they were published."""
    asked = 0
    for kind in Kind:
        version = newest(legal_day(at), kind.value)
        if version is None or version.published_at is None:
            continue
        mine = Renewal.objects.filter(integrator=OuterRef("pk"), version=version)
        rows = Integrator.objects.filter(ended_at=None, approved_at__lte=version.published_at).exclude(Exists(mine))
        for pk in list(rows.order_by("dossier_id").values_list("pk", flat=True)[:BATCH]):
            asked += _done(ask_to_sign, pk, by=CAMPAIGN, at=version.published_at, version_id=version.pk)
    return asked


def conclude_waiting(at: datetime) -> int:
    """Bind the countersignatures of renewals; those of applications wait for the decision."""
    made = Q(ink=Ink.ELECTRONIC, countersigning__status=SigningStatus.VERIFIED)
    waiting = SignedAgreement.objects.filter(made | Q(ink=Ink.WET, countersigned__isnull=False), countersigned_at=None)
    rows = waiting.filter(dossier__kind=DossierKind.INTEGRATOR, dossier__closed_at=None, copy__superseded_at=None)
    return sum(_done(conclude, pk, by=SIGNER, at=at) for pk in list(rows.values_list("pk", flat=True)[:BATCH]))


def ask_admitted(integrator: Integrator, applied_in: Dossier, *, at: datetime) -> None:
    """Give a firm that is listed within the days of a campaign, under the version before, the rest of them.

    Called by the decision that lists it, inside its transaction.
    """
    for kind in Kind:
        version = newest(legal_day(at), kind.value)
        if version is None or version.signing_term is None or version.signing_term.due_at <= at:
            continue
        signed = counting(applied_in, kind.value)
        if signed is None or not signed.binds or signed.copy.version_id != version.pk:
            ask_to_sign(integrator.pk, by=CAMPAIGN, at=at, version_id=version.pk)


def _done(act: Callable[..., object], pk: int, **given: object) -> bool:
    try:
        act(pk, **given)
    except Exception as error:  # one failing firm must not block those behind it
        log.exception("campaign_failed", act=act.__name__, row=pk, error=type(error).__name__)
        return False
    return True
