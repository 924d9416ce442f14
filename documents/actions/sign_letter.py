"""An authorised signatory of the ministry signs a letter: it gets its number, and the worker its work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from documents.conditions import letter_can_be_signed
from documents.letters import authority_of, text_digest
from documents.lifecycle import LetterStatus
from documents.models import Letter
from documents.registering import register
from law.clock import legal_day
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "documents.sign_letter",
    _("Sign the letter"),
    done=_("Signature on the letter ordered"),
    arrow="to_signing",
    audience=Audience.MINISTRY,
    follows=_("The letter gets its number and your signature. It goes out once it is sent."),
)


def obstacles(letter: Letter, *, at: datetime, by: User | None = None) -> Iterator[Obstacle]:
    """Yield why it cannot be signed: not initialled, incomplete, or the person's authority does not stand that day."""
    if letter.status == LetterStatus.DRAFT:
        yield Obstacle("not_initialled", _("An officer must initial the letter first."))
    yield from letter_can_be_signed(letter)
    if by is not None and authority_of(by, legal_day(at)) is None:
        yield Obstacle("no_authority", _("You have no authority to sign for the ministry on this day."))


def sign_letter(letter_id: int, *, by: User, at: datetime, seen: int | None = None) -> Letter:
    """Sign an initialled letter under a dated authority: number, day and code are given; the worker makes the bytes.

    Raises:
        NotAllowed, Refused: not initialled, no authority that day, no text, or a burden without its challenge.
    """
    with acting():
        letter = lock(Letter, letter_id)
        refuse(ACT, letter, obstacles(letter, at=at, by=by), by=by, seen=seen)
        before, authority = letter.status, authority_of(by, legal_day(at))
        register(letter, authority=authority, by=by, at=at)
        letter.to_signing()
        letter.save()
        assert authority
        facts = {"letter": letter.pk, "number": letter.number, "on": letter.registered_on, "authority": authority.pk}
        record(ACT, letter, by=by, at=at, before=before, facts=facts | {"text": text_digest(letter)})
    return letter
