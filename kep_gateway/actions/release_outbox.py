"""A person looked at what waits in the held outbox and lets it go."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kep_gateway.models import OutboxHold
from kep_gateway.queries import untried
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience
from ledger.wake import wake

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "kep_gateway.release_outbox",
    _("Let the held letters go"),
    done=_("Held letters let go"),
    audience=Audience.MINISTRY,
)


def obstacles(hold: OutboxHold, *, at: datetime) -> Iterator[Obstacle]:
    """Yield that it was released already."""
    if hold.released_at is not None:
        yield Obstacle("released", _("The outbox was released already."))


def release_outbox(hold_id: int, *, by: User, at: datetime, seen: int | None = None) -> OutboxHold:
    """Release the outbox: every letter that waits by now goes; later ones are counted anew.

    Raises:
        NotAllowed, Refused: released already, or a stale page.
    """
    with acting():
        hold = lock(OutboxHold, hold_id)
        refuse(ACT, hold, obstacles(hold, at=at), by=by, seen=seen)
        hold.released_at, hold.released_by = at, by
        hold.save(update_fields=["released_at", "released_by"])
        wake("kep_gateway.deliver")
        record(ACT, hold, by=by, at=at, facts={"waiting": untried(at).count()})
    return hold
