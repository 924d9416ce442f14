"""The agreement must be signed by the firm, and countersigned by the ministry at the decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from contracts.copies import counting, sent_back
from contracts.flaws import FLAWS, Flaw
from contracts.models import Ink, SignedAgreement
from contracts.versions import version_in_force
from documents.models import DocumentState, SigningStatus
from ledger.errors import Obstacle

if TYPE_CHECKING:
    from ledger.models import Dossier


def agreement_flaws(dossier: Dossier, *, on: date) -> Iterator[Obstacle]:
    """Yield why the firm is not bound by an agreement that will do on a day: each reason a deficiency (3/a, 3/b)."""
    signed = counting(dossier)
    if signed is None:
        yield _missing(dossier)
        return
    for code in signed.found:
        yield Obstacle(f"agreement_{code}", FLAWS[code], "3/a")
    if signed.document.state != DocumentState.CLEAN:
        yield Obstacle("agreement_scan_waits", _("The agreement has not passed the virus scan."), "3/a")
    if signed.ink == Ink.WET and signed.verified_at is None:
        yield Obstacle("agreement_ink_waits", _("An officer has not yet compared the scan with the original."), "3/a")
    held = version_in_force(on)
    if held and signed.copy.version.number < held.number and Flaw.OLDER_VERSION not in signed.flaws:
        yield Obstacle("agreement_version_ended", _("A newer version of the agreement is in force; sign it."), "3/b")


def _missing(dossier: Dossier) -> Obstacle:
    if sent_back(dossier):
        message = _("The agreement was issued anew; the new copy has not come back signed.")
        return Obstacle("agreement_superseded", message, "3/b")
    return Obstacle("agreement_missing", _("The agreement has not come back signed."), "3/a")


def countersignature_missing(dossier: Dossier) -> Iterator[Obstacle]:
    """Yield why no countersigned agreement can be bound by the decision (clause 2: it is announced once made)."""
    signed = counting(dossier)
    if signed is None or not signed.binds:
        yield Obstacle("countersignature_nothing", _("There is no binding agreement to countersign."), "2")
    elif signed.ink == Ink.WET:
        if signed.countersigned is None:
            message = _("The scan that carries both wet-ink signatures has not been uploaded.")
            yield Obstacle("countersignature_missing", message, "2")
    elif signed.countersigning is None:
        yield Obstacle("countersignature_missing", _("The ministry has not countersigned the agreement."), "2")
    elif signed.countersigning.status == SigningStatus.FAILED:
        yield Obstacle("countersignature_failed", _("The countersignature failed; ask for it again."), "2")
    elif signed.countersigning.status != SigningStatus.VERIFIED:
        yield Obstacle("countersignature_waits", _("The countersignature is being made."), "2")


def under_countersignature(dossier: Dossier, *, on: date) -> bool:
    """Tell whether the ministry has countersigned, or is about to, what still binds the firm on a day.

    Where a newer version came into force since, the firm must be free to sign that.
    """
    signed = counting(dossier)
    return signed is not None and being_countersigned(signed) and not any(agreement_flaws(dossier, on=on))


def being_countersigned(signed: SignedAgreement) -> bool:
    """Tell whether the ministry has countersigned, or is about to."""
    job = signed.countersigning
    return signed.countersigned_id is not None or (job is not None and job.status != SigningStatus.FAILED)
