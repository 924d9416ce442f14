"""What must hold for a letter to leave the house."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from documents.lifecycle import LetterStatus
from kep_gateway.models import Notice
from ledger.errors import Obstacle


def letter_signed(notice: Notice) -> Iterator[Obstacle]:
    """Yield that the letter is not signed: what is not signed cannot be sent, by no means."""
    if notice.letter.status not in {LetterStatus.SIGNED, LetterStatus.SENT}:
        yield Obstacle("unsigned", _("The letter is not signed yet."))
