"""The two loops: what is signed goes out, what was proven comes back. Rows are the truth; the loops decide nothing.

Each row is claimed in a transaction of its own, the provider is called outside any, then an act records the outcome.
The package is kept before the provider has it. Killed in between, the row is claimed again after its wait, and the
provider is asked for our own reference before anything is sent: nothing is lost, nothing goes twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from documents import store
from documents.institution import INSTITUTION
from documents.intake import keep_bytes
from documents.letters import number_of
from documents.rendering import render_html
from kep_gateway.actions.give_up import give_up
from kep_gateway.actions.hand_over import hand_over
from kep_gateway.actions.lose_track import lose_track
from kep_gateway.actions.refuse_evidence import refuse_evidence
from kep_gateway.actions.take_evidence import take_evidence
from kep_gateway.evidence.facts import Expected, Unproven
from kep_gateway.holding import OUTBOX, hold, let_go
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import Notice
from kep_gateway.providers.protocol import Issued, Message, OutcomeUnknown, Piece, Provider, Spent, provider
from kep_gateway.queries import clocks_apart, watched
from kep_gateway.sending import kep_row
from law.clock import monotonic
from ledger.acts import Rule, lock
from ledger.errors import GiveUp, Refused, TryLater

log = structlog.get_logger("sicil.kep")

BATCH = 200
LONGEST_ROUND = 60.0
"""Seconds after which a round takes up nothing more."""
LONGEST_WAIT = timedelta(hours=1)
SOONEST, LATEST = timedelta(seconds=5), timedelta(hours=6)
EVIDENCE = Rule("evidence")


def deliver(at: datetime) -> int:
    """Hand over what is signed and waits, oldest first; return how many were handed over.

    More at once than the policy lets go unseen hold the outbox, and so does a provider that takes none for want of
    credit or space, until a person releases what waits then.
    """
    kep, begun, handed = provider(), monotonic(), 0
    for pk in _in_time(let_go(at), begun):
        try:
            handed += _deliver_one(kep, pk, at, begun)
        except Spent as spent:
            hold(at, spent.why)
            log.warning("outbox_held", why=spent.why.value)
            break
    return handed


def collect(at: datetime) -> int:
    """Ask the provider for evidence of what was handed over; return how many new pieces were taken."""
    kep, begun = provider(), monotonic()
    return sum(_collect_one(kep, pk, at, begun) for pk in _in_time(watched(at), begun))


def _in_time(rows: QuerySet[Notice], begun: float) -> Iterator[int]:
    """Yield the keys of one batch until the round has lasted long enough: `at` grows old, and others wait to work."""
    for pk in list(rows.values_list("pk", flat=True)[:BATCH]):
        if monotonic() - begun > LONGEST_ROUND:
            return
        yield pk


def _deliver_one(kep: Provider, pk: int, at: datetime, begun: float) -> bool:
    try:
        notice = _claimed(pk, at, begun, {NoticeStatus.WAITING, NoticeStatus.UNKNOWN})
        return notice is not None and _hand_over(kep, notice, at)
    except TryLater:
        log.info("provider_away", notice=pk)
    except Spent:
        raise
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
        message_id = message_id or _sent(kep, notice, at)
    except OutcomeUnknown:
        lose_track(notice.pk, by=OUTBOX, at=at)
        return False
    except GiveUp:
        give_up(notice.pk, by=OUTBOX, at=at)
        return False
    hand_over(notice.pk, by=OUTBOX, at=at, message_id=message_id)
    return True


def _sent(kep: Provider, notice: Notice, at: datetime) -> str:
    """Hand a notice's package over; one that was packed before, by a try that came to nothing, goes as it is."""
    message = message_of(_addressed(notice, at))
    held = notice.package
    package = store.read(held.sha256) if held else kep.pack(message)
    if held is None:
        _keep_package(notice.pk, package, at)
    return kep.hand_over(message, package)


def _keep_package(pk: int, package: bytes, at: datetime) -> None:
    """Keep the bytes to which all evidence will be bound, before the provider has them."""
    with transaction.atomic():
        held = lock(Notice, pk)
        held.package = keep_bytes(
            package,
            dossier=held.dossier,
            kind="kep_package",
            title=f"KEP iletisi: {held.letter.subject}",
            filename=f"{held.reference}.eml",
            media_type="message/rfc822",
            at=at,
            internal=True,
        )
        held.save(update_fields=["package"])


def _addressed(notice: Notice, at: datetime) -> Notice:
    """Let a notice follow the firm to its KEP address of now, kept on the row before the provider hears of it.

    An act wrote the notice; its letter is signed days later. What the provider has already keeps the address of then,
    and so does an address that was never the firm's: an act chose it for this letter.
    """
    with transaction.atomic():
        held = lock(Notice, notice.pk)
        to = held.firm.kep_on(at)
        if to and kep_row(held) is not None and held.address != to:
            held.address, held.package = to, None
            held.save(update_fields=["address", "package"])
        notice.address, notice.package = held.address, held.package
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


def _collect_one(kep: Provider, pk: int, at: datetime, begun: float) -> int:
    try:
        notice = _claimed(pk, at, begun, set(NoticeStatus))
        if notice is None:
            return 0
        offered = kep.evidence_for(notice.message_id)
        known = set(notice.evidence.values_list("document__sha256", flat=True))
        new = [one for one in offered if sha256(one.data).hexdigest() not in known]
        judged = [_judged(kep, notice, one, at) for one in new]
    except TryLater:
        log.info("provider_away", notice=pk)
        return 0
    except Exception as error:  # noqa: BLE001  # one failing row must not block those behind it
        log.warning("collect_failed", notice=pk, error=type(error).__name__)
        return 0
    pieces = [one for one in judged if isinstance(one, Piece)]
    for issued, codes in (one for one in judged if not isinstance(one, Piece)):
        _refuse(pk, issued, codes, at)
    return sum(
        _take(pk, one, at) for one in sorted(pieces, key=lambda one: (one.proven.event_at, one.proven.reference))
    )


def _judged(kep: Provider, notice: Notice, issued: Issued, at: datetime) -> Piece | tuple[Issued, tuple[str, ...]]:
    """Return a verified piece, or the bytes with the reasons why they prove nothing.

    The message cannot have left before it was packed. When it did leave is not known to the second where a worker died
    between the provider's answer and ours.
    """
    if not issued.data:
        return issued, ("empty", "unreadable")
    if notice.package is None:
        return issued, ("no_package",)
    expected = Expected(
        message_id=notice.message_id,
        reference=notice.reference,
        sender=INSTITUTION.kep,
        recipient=notice.address,
        digest=notice.package.sha256,
        handed_over_at=notice.package.received_at - clocks_apart(at),
    )
    try:
        return Piece(issued, kep.prove(issued.data, expected, at=at + clocks_apart(at)))
    except Unproven as unproven:
        return issued, unproven.codes
    except TryLater:
        raise
    except Exception as error:  # noqa: BLE001  # one piece that breaks the verifier must not hide the others
        log.warning("evidence_breaks_verifier", notice=notice.pk, error=type(error).__name__)
        return issued, ("not_judged",)


def _take(pk: int, piece: Piece, at: datetime) -> bool:
    try:
        take_evidence(pk, by=EVIDENCE, at=at, evidence=piece)
    except Refused as refused:
        if set(refused.codes) != {"future"}:  # what only our clock has not reached yet is for a later round
            _refuse(pk, piece.issued, tuple(refused.codes), at)
        return False
    except Exception as error:  # noqa: BLE001  # one failing piece must not hide the others
        log.warning("evidence_failed", notice=pk, kind=piece.proven.kind, error=type(error).__name__)
        return False
    return True


def _refuse(pk: int, issued: Issued, codes: tuple[str, ...], at: datetime) -> None:
    try:
        refuse_evidence(pk, by=EVIDENCE, at=at, issued=issued, codes=codes)
    except Exception as error:  # noqa: BLE001  # as above
        log.warning("evidence_not_kept", notice=pk, error=type(error).__name__)
    else:
        log.warning("evidence_refused", notice=pk, codes=sorted(codes))


def _claimed(pk: int, at: datetime, begun: float, statuses: set[NoticeStatus]) -> Notice | None:
    """Claim a notice for one call, unless another worker has it or had it: until its wait is over nobody else calls.

    The wait counts from the claim. A round lasts as long as its provider lets it, and `at` is the instant it began.
    """
    with transaction.atomic():
        rows = Notice.objects.select_related("dossier").filter(pk=pk)
        if rows.select_for_update(of=("dossier",), skip_locked=True, no_key=True).first() is None:
            return None
        notice = Notice.objects.select_related("letter__document", "firm", "package").get(pk=pk)
        if notice.status not in statuses or (notice.retry_at is not None and notice.retry_at > at):
            return None
        notice.attempts += notice.status in {NoticeStatus.WAITING, NoticeStatus.UNKNOWN}
        notice.retry_at = at + timedelta(seconds=int(monotonic() - begun)) + _wait(notice, at)
        notice.save(update_fields=["attempts", "retry_at"])
        return notice


def _wait(notice: Notice, at: datetime) -> timedelta:
    """Return how long to leave a notice alone: 1, 2, 4 … 60 minutes between tries; then a tenth of its age."""
    if notice.status in {NoticeStatus.WAITING, NoticeStatus.UNKNOWN}:
        return min(timedelta(minutes=2 ** min(notice.attempts - 1, 6)), LONGEST_WAIT)
    assert notice.handed_over_at
    return min(max((at - notice.handed_over_at) / 10, SOONEST), LATEST)
