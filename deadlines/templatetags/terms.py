"""A term as people read it: how many days are left, its last valid day, and on demand why."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils.safestring import SafeString

from deadlines.left import PRESSING, hours_left_of, last_day, left_of
from deadlines.models import Deadline, DeadlineStatus
from deadlines.terms import as_counted, explained
from law.clock import legal_day
from law.explain import holiday
from law.terms import Unit
from ledger.edge import received_at
from ledger.templatetags.chips import chip
from policies.measures import Measure, measured

register = template.Library()

TONES = {DeadlineStatus.MET: "good", DeadlineStatus.ELAPSED: "bad", DeadlineStatus.CANCELLED: ""}


@register.inclusion_tag("parts/deadline.html", takes_context=True)
def deadline(context: dict[str, Any], term: Deadline, why: str = "") -> dict[str, Any]:
    """Show one term; `why` is its explanation where the page has it already."""
    running, at = term.status == DeadlineStatus.OPEN, received_at(context["request"])
    starts = term.start_on if running else None
    left = hours_left_of if term.unit == Unit.HOURS else left_of
    return {
        "term": term,
        "running": running,
        "left": left(term.due_at, at) if running else None,
        "begins": starts + timedelta(days=1) if starts and starts > legal_day(at) else None,
        "tone": TONES.get(DeadlineStatus(term.status), ""),
        "last": last_day(term.due_at),
        "to_the_minute": term.effective_on is None,
        "length": measured(term.length, Measure[Unit(term.unit).name]) if term.length else "",
        "rolled": [(it.day, holiday(it)) for it in as_counted(term).rolled] if term.length and term.start_on else (),
        "why": why or explained(term),
    }


@register.simple_tag(takes_context=True)
def hours_left(context: dict[str, Any], due_at: datetime) -> SafeString:
    """Return the chip of an instant at which a term in hours ends."""
    found = hours_left_of(due_at, received_at(context["request"]))
    return chip("", found.words, PRESSING[found.state])


@register.simple_tag(takes_context=True)
def days_left(context: dict[str, Any], due_at: datetime | None) -> SafeString | str:
    """Return the chip of an instant at which something ends, where that is pressing or over; else nothing."""
    found = None if due_at is None else left_of(due_at, received_at(context["request"]))
    return chip("", found.words, PRESSING[found.state]) if found and found.state else ""
