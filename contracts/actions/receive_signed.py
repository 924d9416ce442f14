"""A firm sends the agreement back signed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from contracts.conditions.agreement import under_countersignature
from contracts.conditions.signatures import file_flaws
from contracts.models import AgreementCopy, Ink, Kind, SignedAgreement
from contracts.renewals import hold, renewal_of, settle
from documents.content import PDF
from documents.intake import keep
from law.clock import legal_day
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle

if TYPE_CHECKING:
    from accounts.models import User
    from documents.intake import Received

ACT = Act(
    "contracts.receive_signed", _("Send back the signed agreement"), done=_("Signed agreement sent back"), clause="3/a"
)
TITLES = {Kind.AGREEMENT.value: "İmzalı sözleşme", Kind.COMMITMENT.value: "İmzalı taahhütname"}


def obstacles(
    copy: AgreementCopy, *, at: datetime, received: Received | None = None, ink: str = ""
) -> Iterator[Obstacle]:
    """Yield why nothing can be sent back: not issued, closed, countersigned, no PDF. A flaw never stands in the way."""
    if not copy.issued_at:
        yield Obstacle("not_issued", _("The agreement is being prepared; it has not been issued yet."), "3/a")
    if copy.dossier.closed_at:
        yield Obstacle("closed", _("This dossier is closed."))
    if under_countersignature(copy.dossier, on=legal_day(at), kind=copy.kind):
        yield Obstacle("countersigned", _("The ministry is countersigning the agreement that you signed."), "3/a")
    if received and ink == Ink.ELECTRONIC and received.media_type != PDF:
        yield Obstacle("not_pdf", _("An electronically signed agreement is a PDF file."), field="file")
    if received and ink not in Ink.values:
        yield Obstacle("no_ink", _("Say how the agreement was signed."), field="ink")


def receive_signed(
    copy_id: int, *, by: User, at: datetime, received: Received, ink: str, seen: int | None = None
) -> SignedAgreement:
    """Keep what the firm sent, with every flaw that keeps it from binding the firm; a flawed one is not refused.

    An integrator meets its term by sending what is without flaw before the end.

    Raises:
        NotAllowed: does not act for the firm. Refused: not issued, dossier closed, countersigned already, no PDF.
    """
    with acting():
        hold(AgreementCopy.objects.values_list("dossier_id", flat=True).get(pk=copy_id), at)
        copy = lock(AgreementCopy, copy_id)
        refuse(ACT, copy, obstacles(copy, at=at, received=received, ink=ink), by=by, seen=seen)
        flaws = file_flaws(copy, received, ink)
        title = f"{TITLES[copy.kind]} (sürüm {copy.version.number})"
        document = keep(received, dossier=copy.dossier, kind=f"signed_{copy.kind}", title=title, by=by)
        signed = SignedAgreement.objects.create(
            dossier=copy.dossier, copy=copy, document=document, ink=ink, sent_at=at, flaws=flaws
        )
        facts = {"copy": copy.pk, "ink": ink, "flaws": signed.found}
        step = record(ACT, signed, by=by, at=at, facts=facts, documents=[document.sha256])
        if renewal := renewal_of(copy.dossier, copy.version):
            settle(renewal, at=at, step=step)
    return signed
