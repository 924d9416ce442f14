"""A person decides which served day counts, where later evidence proves another than the stored one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from deadlines.actions.service_corrected import service_corrected
from deadlines.models import DeadlineStatus
from documents.letters import number_of
from kep_gateway.kinds import SERVICE_CORRECTED
from kep_gateway.letters import Text, tell, worded
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import Notice, ServiceReview
from kep_gateway.opinion import evidence_phrase
from kep_gateway.queries import counting_notice, opinion_of
from kep_gateway.terms import start_term
from law.explain import date_short
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle

if TYPE_CHECKING:
    from accounts.models import User
    from deadlines.models import Deadline
    from ledger.models import Step

ACT = Act(
    "kep_gateway.settle_review",
    _("Settle the served day"),
    done=_("Served day settled"),
    follows=_("Where a running term moves, the firm is told by a letter that a signatory has still to sign."),
)


def obstacles(notice: Notice, *, at: datetime, reason: str = "-") -> Iterator[Obstacle]:
    """Yield that nothing is to be settled, or that no reason is given."""
    if not notice.reviews.filter(settled_at=None).exists():
        yield Obstacle("no_review", _("No other served day has been proven."))
    if not reason.strip():
        yield Obstacle("no_reason", _("Write the reason."), field="reason")


def settle_review(
    notice_id: int, *, by: User, at: datetime, accept: bool, reason: str, seen: int | None = None
) -> Notice:
    """Keep the stored served day, or accept the proven one: the term that still runs is then counted from there.

    A notice that had failed is thereby served and starts its term. A term in hours, or a closed one, is not moved.

    Raises:
        NotAllowed, Refused: nothing to settle, no reason, a stale page.
    """
    with acting():
        notice = lock(Notice, notice_id)
        refuse(ACT, notice, obstacles(notice, at=at, reason=reason), by=by, seen=seen)
        review, before = notice.reviews.get(settled_at=None), notice.status
        review.settled_at, review.settled_by, review.accepted, review.reason = at, by, accept, reason.strip()
        review.save()
        if accept:
            _take_over(notice, review)
        facts = {
            "notice": notice.kind,
            "from": review.stored_on,
            "proven": review.proven_on,
            "counts": review.proven_on if accept else review.stored_on,
        }
        step = record(ACT, notice, by=by, at=at, before=before, facts=facts)
        if accept:
            start_term(notice, opinion_of(notice), step=step, at=at)
            _correct_term(notice, review, step=step, by=by, at=at)
    return notice


def _take_over(notice: Notice, review: ServiceReview) -> None:
    if notice.status == NoticeStatus.FAILED:
        notice.to_served()
    notice.served_on = review.proven_on
    notice.save()


def _correct_term(notice: Notice, review: ServiceReview, *, step: Step, by: User, at: datetime) -> None:
    """Count the term that still runs from the day that counts now, and tell the firm its new end."""
    deadline, proof = counting_notice(notice).deadline, opinion_of(notice).proof
    assert proof
    open_in_days = deadline is not None and deadline.status == DeadlineStatus.OPEN and deadline.start_on is not None
    if deadline is not None and open_in_days and deadline.start_on != review.proven_on:
        evidence = evidence_phrase(proof)
        corrected = service_corrected(deadline.pk, by=by, at=at, served_on=review.proven_on, evidence=evidence)
        tell(_text(notice, review, deadline, corrected), step=step, by=by, at=at)


def _text(notice: Notice, review: ServiceReview, before: Deadline, after: Deadline) -> Text:
    assert before.start_on
    assert before.effective_on
    assert after.effective_on
    return worded(
        SERVICE_CORRECTED,
        notice,
        letter=number_of(notice.letter),
        title=notice.letter.subject,
        before=date_short(before.start_on),
        served_on=date_short(review.proven_on),
        ended_on=date_short(before.effective_on),
        ends_on=date_short(after.effective_on),
        reason=review.reason,
    )
