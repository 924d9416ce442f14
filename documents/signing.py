"""The worker's loop that signs: render, sign, verify outside any transaction; then store, and bind the letter.

A row is claimed by a lease (`retry_at`), so a killed worker loses seconds, never work: whoever comes next signs anew,
and only the first to store its bytes counts. Numbers were given before, by the act.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from django.db import transaction

from documents import store
from documents.actions.bind_letter import bind_letter
from documents.content import PDF
from documents.intake import keep_bytes, keep_signatures
from documents.letters import facts_of, number_of
from documents.lifecycle import LetterStatus
from documents.models import Document, Letter, MinistrySignatory, Signing, SigningStatus
from documents.rendering import render_pdf
from documents.signatures import Verdict, begins_with, verdicts
from documents.signer import SEAL_KEY, sign_lasting, sign_pdf
from ledger.acts import Rule, lock
from ledger.errors import GiveUp, Refused, TryLater
from ledger.wake import wake

if TYPE_CHECKING:
    from accounts.models import User
    from ledger.models import Dossier

log = structlog.get_logger("sicil.signing")

SIGNER = Rule("signer")
LEASE = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=1)
MOST_ATTEMPTS = 10
BATCH = 100


def request_signing(
    dossier: Dossier,
    *,
    purpose: str,
    source: Document | None,
    authority: MinistrySignatory | None,
    by: User | Rule,
    at: datetime,
    lasting: bool = False,
) -> Signing:
    """Ask the worker for one signature over `source`, inside the caller's act; no authority: the institution's e-seal.

    `lasting`: what it is judged by is kept in the bytes, for the long term.

    Once `status` is verified, `result` holds the signed bytes (for the ministry only until an act opens them).
    """
    wake("documents.sign")
    return Signing.objects.create(
        dossier=dossier,
        purpose=purpose,
        source=source,
        authority=authority,
        requested_by=None if isinstance(by, Rule) else by,
        requested_at=at,
        lasting=lasting,
    )


def run_waiting(at: datetime) -> int:
    """Make every signature that waits, bind every verified letter, and return how many signatures were made."""
    made = sign_prepared(at)
    bind_verified(at)
    return made


def sign_prepared(at: datetime) -> int:
    """Make every signature that waits and return how many were made."""
    waiting = Signing.objects.filter(status=SigningStatus.PREPARED).exclude(retry_at__gt=at)
    return sum(_run_one(pk, at) for pk in list(waiting.values_list("pk", flat=True)[:BATCH]))


def bind_verified(at: datetime) -> None:
    """Bind the letters whose bytes verify, in the order of their numbers."""
    rows = Letter.objects.filter(status=LetterStatus.SIGNING, signing__status=SigningStatus.VERIFIED)
    for pk in list(rows.order_by("registered_on", "number").values_list("pk", flat=True)):
        _bind(pk, at)


def _run_one(pk: int, at: datetime) -> bool:
    try:
        signing = _claim(pk, at)
        if signing is None:
            return False
        data, judged = _signed(signing, at)
        return _store(pk, data, judged, at)
    except Exception as error:  # one failing row must not block those behind it
        log.exception("signing_failed", signing=pk, error=type(error).__name__)
        _postpone(pk, error, at)
        return False


def _claim(pk: int, at: datetime) -> Signing | None:
    """Take a row for the time of the lease, unless another worker has it."""
    with transaction.atomic():
        rows = Signing.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
        signing = rows.filter(pk=pk, status=SigningStatus.PREPARED).exclude(retry_at__gt=at).first()
        if signing is None:
            return None
        signing.attempts += 1
        signing.retry_at = at + LEASE
        if signing.attempts > MOST_ATTEMPTS:  # it kills the worker each time: a person must look
            signing.status = SigningStatus.FAILED
        signing.save()
        return signing if signing.status == SigningStatus.PREPARED else None


def _signed(signing: Signing, at: datetime) -> tuple[bytes, tuple[Verdict, ...]]:
    """Return the signed bytes and the verdicts on them, the last of which is ours and good.

    Raises:
        GiveUp: no such key, or what the signer gave back does not verify. TryLater: the signer did not answer.
    """
    source = _paper(signing)
    key_name = signing.authority.key_name if signing.authority else SEAL_KEY
    sign = sign_lasting if signing.lasting else sign_pdf
    data = sign(source, key_name, reason="İmza" if signing.authority else "Mühür", at=at)
    judged = verdicts(data, at=at)
    ours = judged[-1]
    lasts = not signing.lasting or all(it.long_term for it in judged)
    if not (ours.good and ours.covers_whole and lasts and begins_with(data, source)):
        raise GiveUp(f"the new signature does not verify: {ours.reason}")
    return data, judged


def _paper(signing: Signing) -> bytes:
    """Return the bytes to sign: the source, or the letter freshly printed with its number."""
    if signing.source is not None:
        return store.read(signing.source.sha256)
    letter = Letter.objects.select_related("firm").get(signing=signing)
    return render_pdf("letters/letter.html", {"letter": facts_of(letter, signing=signing)})


def _store(pk: int, data: bytes, judged: tuple[Verdict, ...], at: datetime) -> bool:
    """Keep the signed bytes, unless another worker was first."""
    store.put(data)  # before the lock: the disk may be slow
    with transaction.atomic():
        signing = lock(Signing, pk)
        if signing.status != SigningStatus.PREPARED:
            return False
        title, filename = _names(signing)
        signing.result = keep_bytes(
            data,
            dossier=signing.dossier,
            kind=signing.purpose,
            title=title,
            filename=filename,
            media_type=PDF,
            at=at,
            internal=True,
        )
        keep_signatures(signing.result, judged)
        signing.status, signing.verified_at, signing.retry_at, signing.error = SigningStatus.VERIFIED, at, None, ""
        signing.save()
    return True


def _names(signing: Signing) -> tuple[str, str]:
    if signing.source is not None:
        return signing.source.title, signing.source.filename
    letter = Letter.objects.get(signing=signing)
    return letter.subject, f"{number_of(letter)}.pdf"


def _postpone(pk: int, error: Exception, at: datetime) -> None:
    """Note the failure after the rollback and try later: 1, 2, 4 … 60 minutes; give up when the world said no."""
    with transaction.atomic():
        signing = lock(Signing, pk)
        if signing.status != SigningStatus.PREPARED:
            return
        signing.error = f"{type(error).__name__}: {error}"[:300]
        signing.retry_at = at + min(timedelta(minutes=2 ** min(signing.attempts - 1, 6)), LONGEST_WAIT)
        if isinstance(error, GiveUp) or signing.attempts >= MOST_ATTEMPTS:
            signing.status = SigningStatus.FAILED
        signing.save()


def _bind(letter_id: int, at: datetime) -> None:
    try:
        bind_letter(letter_id, by=SIGNER, at=at)
    except (Refused, TryLater) as error:  # another worker bound it, or it is bound at the next round
        log.warning("bind_postponed", letter=letter_id, error=type(error).__name__)
