"""Two persons add an official holiday to the calendar; none is ever removed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from accounts.conditions import rests_on_document
from law.clock import legal_day
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience
from policies.conditions import day_in, is_day, is_written
from policies.models import CalendarDay, CalendarYear, PolicyFile

if TYPE_CHECKING:
    from accounts.models import User
    from ledger.models import Proposal

ACT = Act(
    "policies.add_holiday", _("Add a holiday"), done=_("Holiday added"), audience=Audience.MINISTRY, two_persons=True
)
SUBJECT = "policies.PolicyFile"


def obstacles(
    file: PolicyFile,
    *,
    at: datetime,
    day: str | None = None,
    name: str = "",
    half: bool = False,
    source: str = "",
    document: str = "",
) -> Iterator[Obstacle]:
    """Yield why a holiday cannot be added: no day, no name, no source, an unknown year, known already, day gone by."""
    if day is None:
        return
    yield from is_day("day", day)
    if not name.strip():
        yield Obstacle("no_name", _("Write the holiday's Turkish name."), field="name")
    yield from is_written("source", source)
    on = day_in(day)
    if on is not None:
        yield from _calendar_takes(on, half=half)
        yield from _not_gone_by(file, on, at, document)


def _calendar_takes(day: date, *, half: bool) -> Iterator[Obstacle]:
    if not CalendarYear.objects.filter(year=day.year).exists():
        message = _("The holidays of %(year)s are not loaded yet; load the year first.") % {"year": day.year}
        yield Obstacle("unknown_year", message, field="day")
    known = CalendarDay.objects.filter(day=day)
    if known.filter(half=False).exists() or (half and known.exists()):
        yield Obstacle("known", _("The calendar holds this day already."), field="day")


def _not_gone_by(file: PolicyFile, day: date, at: datetime, document: str) -> Iterator[Obstacle]:
    """A day gone by needs the Official Gazette's page: it can still extend open terms, never those that ended."""
    if document:
        yield from rests_on_document(file.dossier, document)
    elif day < legal_day(at):
        message = _("This day has gone by. Put the published decision into the file and choose it.")
        yield Obstacle("gone_by", message, field="document")


def preview(
    file: PolicyFile, *, at: datetime, day: str, name: str, source: str, half: bool = False, document: str = ""
) -> dict[str, Any]:
    """Return the day that would be closed."""
    return {"day": day, "name": name, "half": half, "source": source, "document": document}


def add_holiday(
    file_id: int,
    *,
    by: User,
    at: datetime,
    day: str,
    name: str,
    source: str,
    half: bool = False,
    document: str = "",
    proposal: Proposal | None = None,
    seen: int | None = None,
) -> CalendarDay:
    """Add a holiday; open terms that end on it move on soon after, which the deadlines room does.

    Raises:
        NotAllowed: no approver. Refused: no approved proposal, unknown year, known day, day gone by without document.
    """
    with acting():
        file = lock(PolicyFile, file_id)
        found = obstacles(file, at=at, day=day, name=name, half=half, source=source, document=document)
        refuse(ACT, file, found, by=by, seen=seen, proposal=proposal)
        added = CalendarDay.objects.create(
            day=date.fromisoformat(day), name=name.strip(), half=half, source=source.strip(), added_at=at
        )
        facts = {"day": day, "row": added.pk, "half": half}
        record(ACT, file, by=by, at=at, facts=facts, documents=[document] if document else [])
    return added
