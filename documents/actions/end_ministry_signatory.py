"""Two administrators end the authority to sign for the ministry, on a last valid day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from documents.models import MinistrySignatory
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience

if TYPE_CHECKING:
    from ledger.models import Proposal

ACT = Act(
    "documents.end_ministry_signatory",
    _("End the authority to sign for the ministry"),
    done=_("Authority to sign for the ministry ended"),
    audience=Audience.MINISTRY,
    two_persons=True,
)
SUBJECT = "accounts.User"


def obstacles(person: User, *, at: datetime, until_on: str | None = None) -> Iterator[Obstacle]:
    """Yield why no authority ends: none is held, or it would end before it began."""
    held = MinistrySignatory.objects.filter(person=person, until_on=None).first()
    if held is None:
        yield Obstacle("not_held", _("The person has no authority to sign that runs."))
    elif until_on is not None and date.fromisoformat(until_on) < held.from_on:
        yield Obstacle("before_start", _("The last day lies before the first."), field="until_on")


def preview(person: User, *, at: datetime, until_on: str) -> dict[str, Any]:
    """Return whose authority under which title would end, and on which last day."""
    held = MinistrySignatory.objects.filter(person=person, until_on=None).first()
    return {"person": person.email, "title": held.title if held else "", "until_on": until_on}


def end_ministry_signatory(
    person_id: int, *, by: User, at: datetime, until_on: str, proposal: Proposal | None = None, seen: int | None = None
) -> MinistrySignatory:
    """Give the running authority a last valid day (YYYY-MM-DD); what was signed until then stays good.

    Raises:
        NotAllowed: no administrator. Refused: no approved proposal, none runs, last day before the first.
    """
    with acting():
        person = lock(User, person_id)
        refuse(ACT, person, obstacles(person, at=at, until_on=until_on), by=by, seen=seen, proposal=proposal)
        authority = MinistrySignatory.objects.get(person=person, until_on=None)
        authority.until_on = date.fromisoformat(until_on)
        authority.save()
        record(ACT, person, by=by, at=at, facts={"authority": authority.pk, "until": until_on})
    return authority
