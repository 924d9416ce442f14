"""What is known in the rooms above of a firm and of who signs for it; they fill this in `apps.py`, and acts ask it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from django.http import HttpRequest, HttpResponse

from accounts.models import Firm, Signatory
from ledger.errors import Obstacle
from ledger.reading import once

if TYPE_CHECKING:
    from accounts.models import User
    from ledger.models import Step

FirmFacts = Callable[[Firm], Iterable[Obstacle]]

SignedDays = Callable[[Signatory], Iterable[date]]

AskFirst = Callable[[HttpRequest], HttpResponse | None]

asks_first: list[AskFirst] = []
"""Each may answer in place of a page that shows personal data, which the request carries as `opened`: it asks why."""

firm_facts: list[FirmFacts] = []

signed_days: list[SignedDays] = []
"""Each yields the days on which a signatory bound the firm by what the ministry has answered with its own signature."""


class Telling(Protocol):
    """Tell a firm by a letter, of the kind with that key, what an act did with it."""

    def __call__(self, kind: str, firm: Firm, *, step: Step, by: User, at: datetime, **facts: str) -> None:
        """Write the letter's rows in the act's transaction, the firm's dossier locked."""


tellers: list[Telling] = []
"""Letters are of a room above; the one that writes them to firms stands here."""


def tell_firm(kind: str, firm: Firm, *, step: Step, by: User, at: datetime, **facts: str) -> None:
    """Tell a firm by letter what an act did with it: its last line."""
    for told in tellers:
        told(kind, firm, step=step, by=by, at=at, **facts)


@once
def known_of(firm: Firm) -> tuple[Obstacle, ...]:
    """Return everything that keeps a firm from ending: open applications, a standing as integrator."""
    return tuple(obstacle for facts in firm_facts for obstacle in facts(firm))


def bound_last(signatory: Signatory) -> date | None:
    """Return the last day on which the signatory is known to have bound the firm."""
    return max((day for days in signed_days for day in days(signatory)), default=None)
