"""How the rooms above send the letters that they wrote; each fills this in `apps.py`, and a letter's page offers it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from documents.models import Letter
from ledger.offers import Offer

if TYPE_CHECKING:
    from accounts.models import User

    Sending = Callable[[Letter, User, datetime], Iterable[tuple[Offer, str]]]

senders: list[Sending] = []
"""Each yields the act by which its room sends a letter, with its address; nothing for a letter of another room."""
