"""The agreement must be signed by the firm, and countersigned by the ministry at the decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from contracts.copies import counting, sent_back
from contracts.flaws import FLAWS, Flaw
from contracts.models import Ink, Kind, SignedAgreement
from contracts.versions import AGREEMENT, newest, term_over, version_in_force
from documents.models import DocumentState, SigningStatus
from ledger.errors import Obstacle
from registry.models import Evidenced

if TYPE_CHECKING:
    from ledger.models import Dossier

SIGNED = {Evidenced.AGREEMENT.value: Kind.AGREEMENT.value, Evidenced.COMMITMENT.value: Kind.COMMITMENT.value}
"""The kind of text whose signature shows a requirement, by how the requirement is shown."""


def agreement_flaws(dossier: Dossier, *, on: date, kind: str = AGREEMENT) -> Iterator[Obstacle]:
    """Yield why the firm is not bound by an agreement that will do on a day: each reason a deficiency (3/a, 3/b)."""
    signed = counting(dossier, kind)
    if signed is None:
        yield _missing(dossier, kind)
        return
    for code in signed.found:
        yield Obstacle(f"{kind}_{code}", FLAWS[code], "3/a")
    if signed.document.state != DocumentState.CLEAN:
        yield Obstacle(f"{kind}_scan_waits", _("The agreement has not passed the virus scan."), "3/a")
    if signed.ink == Ink.WET and signed.verified_at is None:
        yield Obstacle(f"{kind}_ink_waits", _("An officer has not yet compared the scan with the original."), "3/a")
    if Flaw.OLDER_VERSION not in signed.flaws and _outlived(signed, on):
        message = _("A newer version has come into force, or the term to sign it is over; sign it.")
        yield Obstacle(f"{kind}_version_ended", message, "3/b")


def _outlived(signed: SignedAgreement, on: date) -> bool:
    """Tell whether the terms or the signing term of a newer version have left what was signed behind."""
    mine = signed.copy.version
    held, last = version_in_force(on, mine.kind), newest(on, mine.kind)
    overtaken = last is not None and last.number > mine.number and term_over(last, on)
    return overtaken or (held is not None and held.number > mine.number)


def _missing(dossier: Dossier, kind: str) -> Obstacle:
    if sent_back(dossier, kind):
        message = _("The agreement was issued anew; the new copy has not come back signed.")
        return Obstacle(f"{kind}_superseded", message, "3/b")
    if kind == Kind.COMMITMENT:
        return Obstacle("commitment_missing", _("The commitment has not come back signed."), "3/a")
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


def under_countersignature(dossier: Dossier, *, on: date, kind: str = AGREEMENT) -> bool:
    """Tell whether the ministry has countersigned, or is about to, what still binds the firm on a day.

    Where a newer version came into force since, the firm must be free to sign that.
    """
    signed = counting(dossier, kind)
    return signed is not None and being_countersigned(signed) and not any(agreement_flaws(dossier, on=on, kind=kind))


def being_countersigned(signed: SignedAgreement) -> bool:
    """Tell whether the ministry has countersigned, or is about to."""
    job = signed.countersigning
    return signed.countersigned_id is not None or (job is not None and job.status != SigningStatus.FAILED)
