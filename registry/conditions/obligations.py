"""When something that must be held for ever can be shown, and how it must be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from law.clock import legal_day
from law.explain import date_short
from ledger.errors import Obstacle
from registry.models import Lasting, Obligation
from registry.obligations import holding, last_day, lasts_through


def owed_still(obligation: Obligation) -> Iterator[Obstacle]:
    """Yield the obstacle of what is no longer owed, or of an integrator that ended."""
    if obligation.ended_at is not None or obligation.integrator.ended_at is not None:
        yield Obstacle("not_owed", _("This is no longer owed."), "2")


def days_stand(
    obligation: Obligation, *, dated_on: date | None, valid_until_on: date | None, at: datetime
) -> Iterator[Obstacle]:
    """Yield days that cannot be on a document: to come, missing where the document prints its end, or over already."""
    today, requirement = legal_day(at), obligation.requirement
    if dated_on is None:
        return
    if dated_on > today:
        yield Obstacle("in_future", _("This day is still to come."), "2", "dated_on")
    if requirement.lasts == Lasting.PRINTED and valid_until_on is None:
        yield Obstacle("no_end", _("Write the last valid day that the document prints."), "2", "valid_until_on")
    if requirement.lasts != Lasting.PRINTED and valid_until_on is not None:
        yield Obstacle("end_unasked", _("This document has no last valid day of its own."), "2", "valid_until_on")
    if valid_until_on is not None and valid_until_on < dated_on:
        yield Obstacle("ends_before_date", _("The document would end before its date."), "2", "valid_until_on")
    last = lasts_through(requirement, dated_on, valid_until_on)
    if last is not None and last < today:
        message = _("The document's last valid day was %(day)s.") % {"day": date_short(last)}
        yield Obstacle("lapsed", message, "2", "valid_until_on" if requirement.lasts == Lasting.PRINTED else "dated_on")


def window_open(obligation: Obligation, at: datetime) -> Iterator[Obstacle]:
    """Yield the obstacle of a renewal that comes before its window opens."""
    shown = holding(obligation, legal_day(at))
    last = None if shown is None else last_day(shown)
    if last is None:
        return
    opens = last - timedelta(days=obligation.requirement.renewal_days)
    if legal_day(at) < opens:
        message = _("What was shown holds until %(day)s; it may be renewed from %(opens)s on.")
        yield Obstacle("too_early", message % {"day": date_short(last), "opens": date_short(opens)}, "2")
