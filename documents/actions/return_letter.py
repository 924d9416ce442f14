"""An initialled letter goes back to its author."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from documents.models import Letter
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "documents.return_letter",
    _("Return the letter"),
    done=_("Letter returned"),
    arrow="to_draft",
    audience=Audience.MINISTRY,
)


def obstacles(letter: Letter, *, at: datetime, reason: str | None = None) -> Iterator[Obstacle]:
    """Yield that nobody said why."""
    if reason is not None and not reason.strip():
        yield Obstacle("no_reason", _("Write the reason."), field="reason")


def return_letter(letter_id: int, *, by: User, at: datetime, reason: str, seen: int | None = None) -> Letter:
    """Make a draft of an initialled letter again, with the reason for its author.

    Raises:
        NotAllowed, Refused: not initialled, or no reason.
    """
    with acting():
        letter = lock(Letter, letter_id)
        refuse(ACT, letter, obstacles(letter, at=at, reason=reason), by=by, seen=seen)
        before = letter.status
        letter.to_draft()
        letter.initialled_by, letter.initialled_at, letter.return_reason = None, None, reason.strip()
        letter.save()
        record(ACT, letter, by=by, at=at, before=before, facts={"letter": letter.pk})
    return letter
