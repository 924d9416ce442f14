"""A term as people read it: how many days are left, its last valid day, and on demand why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deadlines.models import Deadline, DeadlineStatus
from deadlines.terms import explained
from law.clock import legal_day
from ledger.edge import received_at
from ledger.templatetags.chips import chip

register = template.Library()

SOON_DAYS = 7
"""From how many days before its end on a term is shown as pressing; a colour, no rule."""
TONES = {DeadlineStatus.MET: "good", DeadlineStatus.ELAPSED: "bad", DeadlineStatus.CANCELLED: ""}


PRESSING = {"soon": "warn", "over": "bad"}


@dataclass(frozen=True)
class Chip:
    """What a deadline chip shows: `state` is one of soon, over or empty; `left` says it in words."""

    state: str
    left: str


def last_day(due_at: datetime) -> date:
    """Return the last valid day of a term that ends at an instant: periods are half-open."""
    return legal_day(due_at - timedelta(microseconds=1))


def chip_at(due_at: datetime, at: datetime) -> Chip:
    """Return how a running term that ends at `due_at` looks at an instant."""
    days = (last_day(due_at) - legal_day(at)).days
    if at >= due_at:
        passed = max(-days, 1)
        return Chip("over", ngettext("%(n)d day over", "%(n)d days over", passed) % {"n": passed})
    if days == 0:
        return Chip("soon", _("today is the last day"))
    left = ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
    return Chip("soon" if days <= SOON_DAYS else "", left)


@register.inclusion_tag("parts/deadline.html", takes_context=True)
def deadline(context: dict[str, Any], term: Deadline, why: str = "") -> dict[str, Any]:
    """Show one term; `why` is its explanation where the page has it already."""
    running, at = term.status == DeadlineStatus.OPEN, received_at(context["request"])
    ahead = running and term.start_on is not None and term.start_on >= legal_day(at)
    return {
        "term": term,
        "running": running,
        "chip": chip_at(term.due_at, at) if running else None,
        "begins": term.start_on + timedelta(days=1) if ahead and term.start_on else None,
        "tone": TONES.get(DeadlineStatus(term.status), ""),
        "last": last_day(term.due_at),
        "to_the_minute": term.effective_on is None,
        "why": why or explained(term),
    }


@register.simple_tag(takes_context=True)
def days_left(context: dict[str, Any], due_at: datetime | None) -> SafeString | str:
    """Return the chip of an instant at which something ends, where that is pressing or over; else nothing."""
    found = None if due_at is None else chip_at(due_at, received_at(context["request"]))
    return chip("", found.left, PRESSING[found.state]) if found and found.state else ""
