"""Two persons load the official holidays of a further year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from law.calendar import CalendarGap
from law.turkey import closures_of
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience
from policies.loading import load_years
from policies.models import CalendarYear, PolicyFile

if TYPE_CHECKING:
    from accounts.models import User
    from ledger.models import Proposal

ACT = Act(
    "policies.load_year",
    _("Load a year's holidays"),
    done=_("A year's holidays loaded"),
    audience=Audience.MINISTRY,
    two_persons=True,
)
SUBJECT = "policies.PolicyFile"


def obstacles(file: PolicyFile, *, at: datetime, year: int | None = None) -> Iterator[Obstacle]:
    """Yield why a year cannot be loaded: loaded already, not the next one, or nobody knows its holidays."""
    if year is None:
        return
    last = CalendarYear.objects.order_by("-year").values_list("year", flat=True).first()
    if CalendarYear.objects.filter(year=year).exists():
        yield Obstacle("loaded", _("This year is loaded already."), field="year")
    elif last is not None and year != last + 1:
        message = _("Years are loaded one after another; the next one is %(year)s.") % {"year": last + 1}
        yield Obstacle("not_next", message, field="year")
    try:
        closures_of(year)
    except CalendarGap as gap:
        yield Obstacle("unknown", gap.text, field="year")


def preview(file: PolicyFile, *, at: datetime, year: int) -> dict[str, Any]:
    """Return every day that would be closed, religious ones of later years marked as estimates."""
    days = [{"day": it.day.isoformat(), "name": it.name, "half": it.half} for it in closures_of(year)]
    return {"year": year, "days": days}


def load_year(
    file_id: int, *, by: User, at: datetime, year: int, proposal: Proposal | None = None, seen: int | None = None
) -> CalendarYear:
    """Store the holidays of the year after the last one known.

    Raises:
        NotAllowed: no approver. Refused: no approved proposal, loaded already, not the next year, nobody knows it.
    """
    with acting():
        file = lock(PolicyFile, file_id)
        refuse(ACT, file, obstacles(file, at=at, year=year), by=by, seen=seen, proposal=proposal)
        load_years(year, year, at=at)
        record(ACT, file, by=by, at=at, facts={"year": year})
    return CalendarYear.objects.get(year=year)
