"""Terms of served letters that could not be counted at service: opened once the calendar holds their year."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.db import DatabaseError

from kep_gateway.actions.open_term import open_term
from kep_gateway.kept_terms import kept
from kep_gateway.models import Notice
from kep_gateway.queries import terms_waiting
from law.calendar import CalendarGap
from law.due import due
from ledger.acts import Rule
from ledger.errors import Refused, TryLater
from policies.queries import calendar, counting

log = structlog.get_logger("sicil.kep")
CALENDAR = Rule("calendar")


def open_waiting(at: datetime) -> int:
    """Open every waiting term that can be counted by now, the earliest service first; return how many were opened."""
    return sum(_open_one(notice, at) for notice in terms_waiting())


def _open_one(notice: Notice, at: datetime) -> bool:
    if not _countable(notice):
        return False
    try:
        open_term(notice.pk, by=CALENDAR, at=at)
    except (Refused, TryLater, DatabaseError) as error:
        log.warning("open_term_failed", notice=notice.pk, error=type(error).__name__)
        return False
    return True


def _countable(notice: Notice) -> bool:
    """Tell whether the calendar holds every year that the term reaches, before any lock is taken."""
    assert notice.term is not None
    assert notice.served_on is not None
    try:
        due(notice.served_on, kept(notice.term)[0], calendar(), counting(notice.served_on))
    except CalendarGap:
        return False
    return True
