"""A person of the firm draws the address of a calendar of its terms; the one before no longer works."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ledger.acts import Act, acting, record, refuse
from ledger.errors import Obstacle
from registry.calendar_keys import digest, make
from registry.conditions.grounds import not_ended
from registry.due import held
from registry.models import CalendarKey, Integrator

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "registry.draw_calendar",
    _("Draw a new calendar address"),
    done=_("Calendar address drawn"),
    clause="2",
    follows=_("The address is shown once. The one you have stops working at once."),
)


def obstacles(integrator: Integrator, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why there is no calendar: the integrator ended, no term of it runs any more."""
    yield from not_ended(integrator)


def draw_calendar(integrator_id: int, *, by: User, at: datetime, seen: int | None = None) -> str:
    """Return the secret of a new calendar address, in clear this once; it is the person's own, not the firm's.

    Raises:
        NotAllowed: no mandate of the firm. Refused: ended, or a stale page.
    """
    with acting():
        integrator = held(integrator_id, at)
        refuse(ACT, integrator, obstacles(integrator, at=at), by=by, seen=seen)
        for old in CalendarKey.objects.filter(integrator=integrator, person=by, revoked_at=None):
            old.revoked_at = at
            old.save(update_fields=["revoked_at"])
        secret = make()
        key = CalendarKey.objects.create(integrator=integrator, person=by, digest=digest(secret), made_at=at)
        record(ACT, integrator, by=by, at=at, facts={"calendar": key.pk})
    return secret
