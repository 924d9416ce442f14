"""An officer served the letter by another means: by hand, by post or through UETS, with the record that proves it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from documents.intake import Received, keep
from kep_gateway.conditions import letter_signed
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import Evidence, EvidenceKind, Means, Notice
from kep_gateway.queries import opinion_of, rule_for, silent, stuck
from kep_gateway.sending import send_letter
from kep_gateway.terms import start_term
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle

if TYPE_CHECKING:
    from accounts.models import User
    from ledger.models import Step

ACT = Act(
    "kep_gateway.serve_otherwise", _("Serve by another means"), done=_("Served by another means"), arrow="to_replaced"
)
PROOFS = {
    Means.BY_HAND: EvidenceKind.HANDED,
    Means.POST: EvidenceKind.POSTED,
    Means.UETS: EvidenceKind.DELIVERED,
}


def obstacles(
    notice: Notice, *, at: datetime, means: str | None = None, event_at: datetime | None = None, reference: str = "-"
) -> Iterator[Obstacle]:
    """Yield why a letter cannot be served otherwise: KEP is still at it, it is unsigned, or the record is off."""
    if notice.status == NoticeStatus.WAITING and notice.means == Means.KEP and not stuck(notice, at):
        yield Obstacle("on_its_way", _("The message has not been tried by KEP yet."))
    if notice.status == NoticeStatus.HANDED_OVER and not (silent(notice, at) or notice.unprovable):
        yield Obstacle("not_silent", _("KEP may still prove service; wait as long as the policy says."), "3/a")
    if notice.reviews.filter(settled_at=None).exists():
        yield Obstacle("under_review", _("Settle first which served day counts."))
    yield from letter_signed(notice)
    if means is not None and means not in PROOFS:
        yield Obstacle("bad_means", _("Choose by hand, post or UETS."), field="means")
    if event_at is not None and event_at > at:
        yield Obstacle("future", _("This lies in the future."), field="event_at")
    if event_at is not None and notice.letter.signed_at and event_at < notice.letter.signed_at:
        yield Obstacle("before_letter", _("The letter was not signed at that time."), field="event_at")
    if not reference.strip():
        yield Obstacle("no_reference", _("Write the number of the record."), field="reference")


def serve_otherwise(
    notice_id: int,
    *,
    by: User,
    at: datetime,
    means: str,
    event_at: datetime,
    reference: str,
    proof: Received,
    address: str = "",
    seen: int | None = None,
) -> Notice:
    """Record service by another means: a new notice replaces the old one, is served by its record, and starts the term.

    `event_at` is the instant of handing over, of the post's delivery, or of arrival at the UETS address; `reference` is
    the record's number, `proof` the uploaded record. Later evidence about the old notice becomes a review, no more.

    Raises:
        NotAllowed, Refused: still on its way by KEP, letter unsigned, an impossible instant, no number, a stale page.
    """
    with acting():
        old = lock(Notice, notice_id)
        found = obstacles(old, at=at, means=means, event_at=event_at, reference=reference)
        refuse(ACT, old, found, by=by, seen=seen)
        before = old.status
        old.to_replaced()
        old.save()
        send_letter(old, at)
        facts = {"notice": old.kind, "means": means, "event_at": event_at, "evidence": reference}
        step = record(ACT, old, by=by, at=at, before=before, facts=facts, documents=[proof.sha256])
        notice = _anew(old, step, Means(means), address, event_at)
        _serve(notice, step, proof, reference, by)
    return notice


def _anew(old: Notice, step: Step, means: Means, address: str, event_at: datetime) -> Notice:
    return Notice.objects.create(
        dossier=old.dossier,
        step=step,
        kind=old.kind,
        letter=old.letter,
        firm=old.firm,
        means=means,
        address=address.strip(),
        term=None if old.deadline_id else old.term,  # a term in hours may run from the delivery already
        created_at=step.at,
        handed_over_at=event_at,
        served_policy=rule_for(means, event_at),
        replaces=old,
    )


def _serve(notice: Notice, step: Step, proof: Received, reference: str, by: User) -> None:
    assert notice.handed_over_at
    Evidence.objects.create(
        notice=notice,
        kind=PROOFS[Means(notice.means)],
        reference=reference.strip(),
        event_at=notice.handed_over_at,
        received_at=step.at,
        document=keep(proof, dossier=notice.dossier, kind="evidence", title=f"Tebliğ kaydı {reference}", by=by),
        entered_by=by,
    )
    held = opinion_of(notice)
    notice.to_served()
    notice.served_on = held.served_on
    notice.save()
    start_term(notice, held, step=step, at=step.at)
