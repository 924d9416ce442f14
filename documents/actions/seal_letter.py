"""A rule sends a letter: the institution's e-seal instead of a person's signature."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from documents.conditions import letter_can_be_signed
from documents.letters import text_digest
from documents.models import Letter
from documents.registering import register
from ledger.acts import Act, Rule, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience

ACT = Act(
    "documents.seal_letter",
    _("Seal the letter"),
    arrow="to_signing",
    audience=Audience.MINISTRY,
    rules=frozenset({"campaign", "decision", "sweeper"}),
)


def obstacles(letter: Letter, *, at: datetime) -> Iterator[Obstacle]:
    """Yield what the letter lacks to be sealed."""
    yield from letter_can_be_signed(letter)


def seal_letter(letter_id: int, *, by: Rule, at: datetime) -> Letter:
    """Give a letter that a rule wrote its number, and have the worker seal it.

    Raises:
        NotAllowed, Refused: no such rule, no text, or a burden without its challenge.
    """
    with acting():
        letter = lock(Letter, letter_id)
        refuse(ACT, letter, obstacles(letter, at=at), by=by)
        before = letter.status
        register(letter, authority=None, by=by, at=at)
        letter.to_signing()
        letter.save()
        facts = {"letter": letter.pk, "number": letter.number, "on": letter.registered_on}
        record(ACT, letter, by=by, at=at, before=before, facts=facts | {"text": text_digest(letter)})
    return letter
