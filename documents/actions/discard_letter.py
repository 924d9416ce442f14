"""A letter that never had a number is not needed."""

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
    "documents.discard_letter",
    _("Discard the letter"),
    done=_("Letter discarded"),
    arrow="to_discarded",
    audience=Audience.MINISTRY,
    follows=_("The letter never goes out. A number that it has is not given to another letter."),
)


def obstacles(letter: Letter, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why a letter must go out: a decision that was made is told by it."""
    if letter.notices.exists():
        message = _("A decision waits to be told by this letter; change its text instead.")
        yield Obstacle("announces", message)


def discard_letter(letter_id: int, *, by: User, at: datetime, seen: int | None = None) -> Letter:
    """Discard a letter that was not sent; its code then confirms nothing any more.

    Raises:
        NotAllowed, Refused: it is being signed, was sent, or tells a decision.
    """
    with acting():
        letter = lock(Letter, letter_id)
        refuse(ACT, letter, obstacles(letter, at=at), by=by, seen=seen)
        before = letter.status
        letter.to_discarded()
        letter.save()
        record(ACT, letter, by=by, at=at, before=before, facts={"letter": letter.pk})
    return letter
