"""A letter gets its number, its day and its verification code: the moment after which it can no longer change."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import TYPE_CHECKING

from documents.letters import numbered
from documents.models import Letter, MinistrySignatory
from documents.signing import request_signing
from law.clock import legal_day
from ledger.acts import Rule
from ledger.numbers import next_number

if TYPE_CHECKING:
    from accounts.models import User

SERIES = "letter"
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 16
"""Sixteen of 32 letters are 80 random bits: nobody guesses a letter."""


def register(letter: Letter, *, authority: MinistrySignatory | None, by: User | Rule, at: datetime) -> None:
    """Give a locked letter its number and ask the worker to sign it; no authority means the institution's e-seal.

    The number is without gaps in its year: rolled back with the caller's transaction.
    """
    day = legal_day(at)
    letter.number, letter.registered_on = next_number(SERIES, day.year), day
    letter.cited_as = numbered(letter.number)
    letter.verification_code = new_code()
    letter.signing = request_signing(letter.dossier, purpose=SERIES, source=None, authority=authority, by=by, at=at)


def new_code() -> str:
    """Return the code by which a letter will be confirmed."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
