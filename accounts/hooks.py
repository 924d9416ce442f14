"""What is known in the rooms above of a firm and of who signs for it; they fill this in `apps.py`, and acts ask it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from django.http import HttpRequest, HttpResponse

from accounts.models import Firm, Signatory
from ledger.errors import Obstacle
from ledger.reading import once

FirmFacts = Callable[[Firm], Iterable[Obstacle]]

SignedDays = Callable[[Signatory], Iterable[date]]

AskFirst = Callable[[HttpRequest], HttpResponse | None]

asks_first: list[AskFirst] = []
"""Each may answer in place of a page that shows personal data, which the request carries as `opened`: it asks why."""

firm_facts: list[FirmFacts] = []

signed_days: list[SignedDays] = []
"""Each yields the days on which a signatory bound the firm by what the ministry has answered with its own signature."""


@once
def known_of(firm: Firm) -> tuple[Obstacle, ...]:
    """Return everything that keeps a firm from ending: open applications, a standing as integrator."""
    return tuple(obstacle for facts in firm_facts for obstacle in facts(firm))


def bound_last(signatory: Signatory) -> date | None:
    """Return the last day on which the signatory is known to have bound the firm."""
    return max((day for days in signed_days for day in days(signatory)), default=None)
