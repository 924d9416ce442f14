"""A person takes back the address of their own calendar: from now on it shows nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ledger.acts import Act, acting, record, refuse
from ledger.errors import Obstacle
from registry.due import held
from registry.models import CalendarKey, Integrator

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "registry.revoke_calendar",
    _("Revoke the calendar address"),
    done=_("Calendar address revoked"),
    clause="2",
)


def obstacles(integrator: Integrator, *, at: datetime, by: User | None = None) -> Iterator[Obstacle]:
    """Yield why nothing is revoked: the person has no calendar of this integrator."""
    if by is not None and not CalendarKey.objects.filter(integrator=integrator, person=by, revoked_at=None).exists():
        yield Obstacle("no_calendar", _("You have no calendar address of this integrator."))


def revoke_calendar(integrator_id: int, *, by: User, at: datetime, seen: int | None = None) -> None:
    """Revoke the person's own calendar address; those of others stay.

    Raises:
        NotAllowed: no mandate of the firm. Refused: none is live, or a stale page.
    """
    with acting():
        integrator = held(integrator_id, at)
        refuse(ACT, integrator, obstacles(integrator, at=at, by=by), by=by, seen=seen)
        for key in CalendarKey.objects.filter(integrator=integrator, person=by, revoked_at=None):
            key.revoked_at = at
            key.save(update_fields=["revoked_at"])
            record(ACT, integrator, by=by, at=at, facts={"calendar": key.pk})
