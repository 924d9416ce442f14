"""The calendar holds the year now that a served letter's term reaches: the term is opened, from the served day on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kep_gateway.models import Notice
from kep_gateway.queries import opinion_of
from kep_gateway.terms import begin_term
from ledger.acts import Act, Rule, acting, lock, record, refuse
from ledger.errors import Obstacle

ACT = Act("kep_gateway.open_term", _("Term opened from the served day"), rules=frozenset({"calendar"}))


def obstacles(notice: Notice, *, at: datetime) -> Iterator[Obstacle]:
    """Yield that no term waits: not served, none carried, or opened already."""
    if not notice.term_waits:
        yield Obstacle("no_term_waits", _("No term of this letter waits to be opened."))


def open_term(notice_id: int, *, by: Rule, at: datetime) -> Notice:
    """Open the term that could not be counted when the letter was served.

    Raises:
        NotAllowed. Refused: no term waits, or the calendar still lacks a year (`calendar_gap`).
    """
    with acting():
        notice = lock(Notice, notice_id)
        refuse(ACT, notice, obstacles(notice, at=at), by=by)
        facts = {"notice": notice.kind, "served_on": notice.served_on}
        step = record(ACT, notice, by=by, at=at, before=notice.status, facts=facts)
        begin_term(notice, opinion_of(notice), step=step, at=at)
    return notice
