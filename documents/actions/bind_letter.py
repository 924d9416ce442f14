"""The signed bytes of a letter verify, and become the letter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from documents.models import Letter, SigningStatus
from ledger.acts import Act, Rule, acting, lock, record, refuse
from ledger.errors import Obstacle

ACT = Act("documents.bind_letter", _("Letter signed"), arrow="to_signed", rules=frozenset({"signer"}))


def obstacles(letter: Letter, *, at: datetime) -> Iterator[Obstacle]:
    """Yield that there are no verified bytes."""
    if letter.signing is None or letter.signing.status != SigningStatus.VERIFIED:
        yield Obstacle("not_verified", _("The signature is not made or does not verify."))


def bind_letter(letter_id: int, *, by: Rule, at: datetime) -> Letter:
    """Bind the verified bytes. `at` is the instant of binding; the letter keeps the instant of its signature.

    Raises:
        NotAllowed, Refused: no other rule may; nothing verified; bound already.
    """
    with acting():
        letter = lock(Letter, letter_id)
        refuse(ACT, letter, obstacles(letter, at=at), by=by)
        assert letter.signing
        assert letter.signing.result
        before = letter.status
        letter.document, letter.signed_at = letter.signing.result, letter.signing.verified_at
        letter.to_signed()
        letter.save()
        facts = {"letter": letter.pk, "number": letter.number}
        record(ACT, letter, by=by, at=at, before=before, facts=facts, documents=[letter.document.sha256])
    return letter
