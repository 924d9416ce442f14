"""A piece of evidence came in: its bytes are kept, and what all evidence now proves is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from documents.intake import keep_bytes
from kep_gateway.evidence.facts import Proven
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import Evidence, EvidenceKind, Notice, ServiceReview
from kep_gateway.opinion import FAILURES, Opinion, Verdict
from kep_gateway.providers.protocol import Piece
from kep_gateway.queries import clocks_apart, counting_day, opinion_of
from kep_gateway.terms import start_term
from ledger.acts import Act, Rule, acting, lock, record, refuse
from ledger.errors import Obstacle

ACT = Act("kep_gateway.take_evidence", _("KEP evidence received"), rules=frozenset({"evidence"}))


def obstacles(notice: Notice, *, at: datetime, evidence: Piece | None = None) -> Iterator[Obstacle]:
    """Yield why evidence cannot belong here: nothing was handed over, or its number came with other contents."""
    if notice.status in {NoticeStatus.WAITING, NoticeStatus.UNKNOWN}:
        yield Obstacle("not_handed_over", _("The message has not been handed over."))
    if evidence is not None:
        yield from _strange(notice, evidence.proven, at)


def _strange(notice: Notice, proven: Proven, at: datetime) -> Iterator[Obstacle]:
    if proven.event_at < notice.dossier.opened_at:
        yield Obstacle("before_dossier", _("The evidence is of a time before this dossier was opened."))
    if proven.event_at > at:
        yield Obstacle("future", _("The evidence is of a time that is still to come."))
    signed_at = notice.letter.signed_at
    if signed_at is not None and proven.event_at < signed_at - clocks_apart(at):
        yield Obstacle("before_letter", _("The evidence is of a time before the letter was signed."))
    known = _known(notice, proven)
    if known is not None and (known.kind, known.event_at) != (proven.kind, proven.event_at):
        yield Obstacle("altered", _("Evidence of the same number says something else now."))


def _known(notice: Notice, proven: Proven) -> Evidence | None:
    """Return the row of the same number; each provider numbers its own."""
    return notice.evidence.filter(reference=proven.reference, issuer=proven.issuer).first()


def take_evidence(notice_id: int, *, by: Rule, at: datetime, evidence: Piece) -> Evidence:
    """Keep one piece of evidence. Taken twice it is one; in whatever order, the same opinion comes of it.

    The first proof of service serves the notice and starts its term, proof of failure fails it. A served day other than
    the stored one is never taken over silently: it becomes a ServiceReview.

    Raises:
        NotAllowed. Refused: nothing handed over yet, or the evidence's number is known with other contents.
    """
    with acting():
        notice = lock(Notice, notice_id)
        refuse(ACT, notice, obstacles(notice, at=at, evidence=evidence), by=by)
        known = _known(notice, evidence.proven)
        if known is not None:
            return known
        row, before = _kept(notice, evidence, at), notice.status
        held = opinion_of(notice)
        _conclude(notice, held, at)
        if row.kind in FAILURES:
            _ask_about_contrary(notice, held, at)
        facts = {"notice": notice.kind, "evidence": row.reference, "kind": row.kind, "served_on": notice.served_on}
        step = record(ACT, notice, by=by, at=at, before=before, facts=facts, documents=[row.document.sha256])
        start_term(notice, held, step=step, at=at)
    return row


def _title(kind: EvidenceKind) -> str:
    with override("tr"):
        return f"KEP delili: {kind.label}"


def _kept(notice: Notice, evidence: Piece, at: datetime) -> Evidence:
    issued, proven = evidence.issued, evidence.proven
    document = keep_bytes(
        issued.data,
        dossier=notice.dossier,
        kind="evidence",
        title=_title(proven.kind),
        filename=issued.filename,
        media_type=issued.media_type,
        at=at,
    )
    return Evidence.objects.create(notice=notice, received_at=at, document=document, **asdict(proven))


def _conclude(notice: Notice, held: Opinion, at: datetime) -> None:
    if held.status is Verdict.SERVED and notice.status == NoticeStatus.HANDED_OVER:
        notice.to_served()
        notice.served_on = held.served_on
        notice.save()
    elif held.status is Verdict.SERVED:
        _raise_review(notice, held, at)
    elif held.status is Verdict.FAILED and notice.status == NoticeStatus.HANDED_OVER:
        notice.to_failed()
        notice.failure = held.because
        notice.save()


def _ask_about_contrary(notice: Notice, held: Opinion, at: datetime) -> None:
    """Have a person look where a provider reports failure after service was proven; the day stands meanwhile."""
    day = held.served_on
    if day is None or notice.status != NoticeStatus.SERVED or day != notice.served_on:
        return
    if not notice.reviews.exists():
        ServiceReview.objects.create(notice=notice, stored_on=day, proven_on=day, raised_at=at)


def _raise_review(notice: Notice, held: Opinion, at: datetime) -> None:
    """Ask a person about a day that differs from the one that counts; once for each day that is proven."""
    assert held.served_on
    stored = counting_day(notice)
    if held.served_on == stored or notice.reviews.filter(proven_on=held.served_on).exists():
        return
    open_one = notice.reviews.filter(settled_at=None).first() or ServiceReview(notice=notice)
    open_one.stored_on, open_one.proven_on, open_one.raised_at = stored, held.served_on, at
    open_one.save()
