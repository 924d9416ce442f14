"""An officer uploads the scan that carries both wet-ink signatures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from contracts.conditions.agreement import agreement_flaws
from contracts.copies import counting
from contracts.models import Ink, Kind, SignedAgreement
from documents.intake import keep
from law.clock import legal_day
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle

if TYPE_CHECKING:
    from accounts.models import User
    from documents.intake import Received

ACT = Act(
    "contracts.upload_countersigned",
    _("Upload the countersigned scan"),
    done=_("Countersigned scan uploaded"),
    clause="2",
)


def obstacles(signed: SignedAgreement, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why no scan belongs here: signed electronically, not binding, or bound by the decision already."""
    if signed.copy.kind == Kind.COMMITMENT:
        yield Obstacle("one_sided", _("A commitment is the firm's alone; the ministry does not countersign it."), "3/d")
    if signed.ink != Ink.WET:
        yield Obstacle(
            "electronic", _("This agreement was signed electronically; the ministry countersigns it so."), "2"
        )
    if signed.countersigned_at:
        yield Obstacle("bound", _("The agreement has been concluded."), "2")
    yield from agreement_flaws(signed.dossier, on=legal_day(at), kind=signed.copy.kind)
    if signed != counting(signed.dossier, signed.copy.kind):
        yield Obstacle("not_counting", _("Another signed copy in this dossier counts, not this one."), "3/a")


def upload_countersigned(
    signed_id: int, *, by: User, at: datetime, received: Received, seen: int | None = None
) -> SignedAgreement:
    """Keep the scan with both signatures; until the decision binds it, a better one takes its place.

    Raises:
        NotAllowed: not an officer. Refused: not wet ink, not binding, concluded already.
    """
    with acting():
        signed = lock(SignedAgreement, signed_id)
        refuse(ACT, signed, obstacles(signed, at=at), by=by, seen=seen)
        title = f"Karşılıklı imzalı sözleşme (sürüm {signed.copy.version.number})"
        document = keep(received, dossier=signed.dossier, kind="agreement", title=title, by=by, internal=True)
        signed.countersigned = document
        signed.save()
        record(ACT, signed, by=by, at=at, facts={"signed": signed.pk}, documents=[document.sha256])
    return signed
