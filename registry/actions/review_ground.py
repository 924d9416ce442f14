"""An officer looks, after the fact, at a ground that arose by itself: is it right? If not, two persons annul it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ledger.acts import Act, acting, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience
from registry.conditions.grounds import said
from registry.due import held
from registry.models import Ground, Integrator

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "registry.review_ground",
    _("Look at what happened by itself"),
    done=_("Ground that arose by itself looked at"),
    clause="2",
    audience=Audience.MINISTRY,
)


def obstacles(
    integrator: Integrator, *, at: datetime, ground_id: int | None = None, review: str | None = None
) -> Iterator[Obstacle]:
    """Yield why there is nothing to look at: no ground that arose by itself and was not looked at, or nothing said."""
    waiting = integrator.grounds.exclude(rule="").filter(reviewed_at=None)
    if not waiting.exists():
        yield Obstacle("none_waits", _("No ground that arose by itself waits to be looked at."), "2")
    elif ground_id is not None and not waiting.filter(pk=ground_id).exists():
        yield Obstacle("no_ground", _("Choose a ground of this integrator."), "2", "ground_id")
    yield from said(review=review)


def review_ground(
    integrator_id: int, *, by: User, at: datetime, ground_id: int, review: str, seen: int | None = None
) -> Ground:
    """Record that somebody looked and what was found. The standing does not change by it.

    Raises:
        NotAllowed, Refused: see `obstacles`, or a stale page.
    """
    with acting():
        integrator = held(integrator_id, at)
        found = obstacles(integrator, at=at, ground_id=ground_id, review=review)
        refuse(ACT, integrator, found, by=by, seen=seen)
        ground = Ground.objects.get(pk=ground_id)
        ground.reviewed_by, ground.reviewed_at, ground.review = by, at, review.strip()
        ground.save(update_fields=["reviewed_by", "reviewed_at", "review"])
        record(ACT, integrator, by=by, at=at, ground=ground.kind, facts={"ground": ground.pk})
    return ground
