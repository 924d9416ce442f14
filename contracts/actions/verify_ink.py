"""An officer compares a wet-ink scan with the original on paper."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from contracts.flaws import Flaw
from contracts.models import Ink, SignedAgreement
from contracts.notices import INK_REFUSED
from contracts.renewals import hold, renewal_of, settle
from kep_gateway.letters import tell, worded
from law.clock import legal_day
from law.explain import date_short
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "contracts.verify_ink",
    _("Compare with the paper original"),
    done=_("Compared with the paper original"),
    clause="3/a",
    follows=_("Where you cannot confirm it, the firm is told by a letter that a signatory has still to sign."),
)


def obstacles(signed: SignedAgreement, *, at: datetime, note: str | None = None) -> Iterator[Obstacle]:
    """Yield why there is nothing to compare: signed electronically, compared already, or no note."""
    if signed.ink != Ink.WET:
        yield Obstacle("electronic", _("This agreement was signed electronically; there is no paper to compare."))
    if signed.verified_at:
        yield Obstacle("verified", _("The scan has been compared with the original already."))
    if note is not None and not note.strip():
        yield Obstacle("no_note", _("Write what you compared and what you saw."), field="note")


def verify_ink(
    signed_id: int, *, by: User, at: datetime, confirmed: bool, note: str, seen: int | None = None
) -> SignedAgreement:
    """Confirm the scan, or refuse it, which is a flaw like any other: the firm is told and may send another.

    Where the scan had met an integrator's term, the rest of it runs on.

    Raises:
        NotAllowed: not an officer. Refused: not wet ink, compared already, no note.
    """
    with acting():
        hold(SignedAgreement.objects.values_list("dossier_id", flat=True).get(pk=signed_id), at)
        signed = lock(SignedAgreement, signed_id)
        refuse(ACT, signed, obstacles(signed, at=at, note=note), by=by, seen=seen)
        signed.verified_by, signed.verified_at, signed.note = by, at, note.strip()
        if not confirmed:
            signed.flaws = [*signed.flaws, Flaw.INK_REFUSED]
        signed.save()
        facts = {"signed": signed.pk, "confirmed": confirmed}
        step = record(ACT, signed, by=by, at=at, facts=facts, documents=[signed.document.sha256])
        if not confirmed:
            sent_on = date_short(legal_day(signed.sent_at))
            tell(worded(INK_REFUSED, signed, sent_on=sent_on, note=signed.note), step=step, by=by, at=at)
        if renewal := renewal_of(signed.dossier, signed.copy.version):
            settle(renewal, at=at, step=step)
    return signed
