"""An officer initials a letter and puts it forward for signature."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from documents.conditions import letter_can_be_signed
from documents.letters import text_digest
from documents.models import Letter
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "documents.initial_letter",
    _("Initial the letter"),
    done=_("Letter initialled"),
    arrow="to_initialled",
    audience=Audience.MINISTRY,
    follows=_("The letter waits for a signatory; until then it can be returned to you."),
)


def obstacles(letter: Letter, *, at: datetime) -> Iterator[Obstacle]:
    """Yield what the letter lacks to be signed."""
    yield from letter_can_be_signed(letter)


def initial_letter(letter_id: int, *, by: User, at: datetime, seen: int | None = None) -> Letter:
    """Put a finished draft forward for signature.

    Raises:
        NotAllowed, Refused: no draft, no text, or a burden without where it can be challenged.
    """
    with acting():
        letter = lock(Letter, letter_id)
        refuse(ACT, letter, obstacles(letter, at=at), by=by, seen=seen)
        before = letter.status
        letter.to_initialled()
        letter.initialled_by, letter.initialled_at, letter.return_reason = by, at, ""
        letter.save()
        facts = {"letter": letter.pk, "text": text_digest(letter)}
        record(ACT, letter, by=by, at=at, before=before, facts=facts)
    return letter
