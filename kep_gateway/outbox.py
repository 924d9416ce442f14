"""The two loops: what is signed goes out, what was proven comes back. Rows are the truth; the loops decide nothing.

Each row is claimed in a transaction of its own, the provider is called outside any, then an act records the outcome.
Killed in between, the row is claimed again after its wait, and the provider is asked for our own reference before
anything is sent: nothing is lost, nothing goes twice.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction

from documents import store
from documents.letters import number_of
from documents.rendering import render_html
from kep_gateway.actions.give_up import give_up
from kep_gateway.actions.hand_over import hand_over
from kep_gateway.actions.lose_track import lose_track
from kep_gateway.actions.take_evidence import take_evidence
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import Notice
from kep_gateway.providers.protocol import Message, OutcomeUnknown, Provider, RawEvidence, provider
from kep_gateway.queries import waiting, watched
from kep_gateway.sending import kep_row
from ledger.acts import Rule, lock
from ledger.errors import GiveUp, Refused, TryLater

log = structlog.get_logger("sicil.kep")

BATCH = 200
LONGEST_WAIT = timedelta(hours=1)
SOONEST, LATEST = timedelta(seconds=5), timedelta(hours=6)
OUTBOX, EVIDENCE = Rule("outbox"), Rule("evidence")


def deliver(at: datetime) -> int:
    """Hand over what is signed and waits, oldest first; return how many were handed over."""
    kep = provider()
    return sum(_deliver_one(kep, pk, at) for pk in list(waiting(at).values_list("pk", flat=True)[:BATCH]))


def collect(at: datetime) -> int:
    """Ask the provider for evidence of what was handed over; return how many new pieces were taken."""
    kep = provider()
    return sum(_collect_one(kep, pk, at) for pk in list(watched(at).values_list("pk", flat=True)[:BATCH]))


def _deliver_one(kep: Provider, pk: int, at: datetime) -> bool:
    try:
        notice = _claimed(pk, at, {NoticeStatus.WAITING, NoticeStatus.UNKNOWN})
        return notice is not None and _hand_over(kep, notice, at)
    except TryLater:
        log.info("provider_away", notice=pk)
    except Exception as error:  # noqa: BLE001  # one failing row must not block those behind it
        log.warning("deliver_failed", notice=pk, error=type(error).__name__)  # no traceback: it may quote an address
    return False


def _hand_over(kep: Provider, notice: Notice, at: datetime) -> bool:
    """Call the provider for a claimed notice, and record what came of it."""
    tried_before = notice.attempts > 1 or notice.status == NoticeStatus.UNKNOWN
    message_id = kep.find(notice.reference) if tried_before else None
    if message_id is None and notice.status == NoticeStatus.UNKNOWN:
        return False  # an officer settles it
    try:
        message_id = message_id or kep.hand_over(message_of(_addressed(notice, at)))
    except OutcomeUnknown:
        lose_track(notice.pk, by=OUTBOX, at=at)
        return False
    except GiveUp:
        give_up(notice.pk, by=OUTBOX, at=at)
        return False
    hand_over(notice.pk, by=OUTBOX, at=at, message_id=message_id)
    return True


def _addressed(notice: Notice, at: datetime) -> Notice:
    """Let a notice follow the firm to its KEP address of now, kept on the row before the provider hears of it.

    An act wrote the notice; its letter is signed days later. What the provider has already keeps the address of then,
    and so does an address that was never the firm's: an act chose it for this letter.
    """
    with transaction.atomic():
        held = lock(Notice, notice.pk)
        to = held.firm.kep_on(at)
        if to and kep_row(held) is not None and held.address != to:
            held.address = to
            held.save(update_fields=["address"])
        notice.address = held.address
    return notice


def message_of(notice: Notice) -> Message:
    """Return the message that carries a notice's signed letter."""
    letter = notice.letter
    assert letter.document
    facts = {"letter": letter, "number": number_of(letter), "site": settings.SITE}
    return Message(
        reference=notice.reference,
        recipient=notice.address,
        recipient_name=notice.firm.legal_name,
        subject=letter.subject,
        text=render_html("kep_gateway/ileti.txt", facts),
        filename=letter.document.filename,
        attachment=store.read(letter.document.sha256),
    )


def _collect_one(kep: Provider, pk: int, at: datetime) -> int:
    try:
        notice = _claimed(pk, at, set(NoticeStatus))
        pieces = kep.evidence_for(notice.message_id) if notice else []
        known = set(notice.evidence.values_list("reference", flat=True)) if notice else set()
    except TryLater:
        log.info("provider_away", notice=pk)
        return 0
    except Exception as error:  # noqa: BLE001  # one failing row must not block those behind it
        log.warning("collect_failed", notice=pk, error=type(error).__name__)
        return 0
    # a clock ran on while we asked: what happened since is for the next round
    ours = (piece for piece in pieces if piece.reference not in known and piece.event_at <= at)
    return sum(_take(pk, piece, at) for piece in sorted(ours, key=lambda piece: (piece.event_at, piece.reference)))


def _take(pk: int, piece: RawEvidence, at: datetime) -> bool:
    try:
        take_evidence(pk, by=EVIDENCE, at=at, evidence=piece)
    except Refused as refused:
        log.warning("evidence_refused", notice=pk, kind=piece.kind, codes=sorted(refused.codes))
        return False
    except Exception as error:  # noqa: BLE001  # one failing piece must not hide the others
        log.warning("evidence_failed", notice=pk, kind=piece.kind, error=type(error).__name__)
        return False
    return True


def _claimed(pk: int, at: datetime, statuses: set[NoticeStatus]) -> Notice | None:
    """Claim a notice for one call, unless another worker has it or had it: until its wait is over nobody else calls."""
    with transaction.atomic():
        rows = Notice.objects.select_related("dossier").filter(pk=pk)
        if rows.select_for_update(of=("dossier",), skip_locked=True, no_key=True).first() is None:
            return None
        notice = Notice.objects.select_related("letter__document", "firm").get(pk=pk)
        if notice.status not in statuses or (notice.retry_at is not None and notice.retry_at > at):
            return None
        notice.attempts += notice.status in {NoticeStatus.WAITING, NoticeStatus.UNKNOWN}
        notice.retry_at = at + _wait(notice, at)
        notice.save(update_fields=["attempts", "retry_at"])
        return notice


def _wait(notice: Notice, at: datetime) -> timedelta:
    """Return how long to leave a notice alone: 1, 2, 4 … 60 minutes between tries; then a tenth of its age."""
    if notice.status in {NoticeStatus.WAITING, NoticeStatus.UNKNOWN}:
        return min(timedelta(minutes=2 ** min(notice.attempts - 1, 6)), LONGEST_WAIT)
    assert notice.handed_over_at
    return min(max((at - notice.handed_over_at) / 10, SOONEST), LATEST)
