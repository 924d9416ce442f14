"""The provider's answer was lost after sending: nobody knows whether it has the message."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kep_gateway.models import Notice
from ledger.acts import Act, Rule, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience

ACT = Act(
    "kep_gateway.lose_track",
    _("Outcome of handing over unknown"),
    arrow="to_unknown",
    audience=Audience.MINISTRY,
    rules=frozenset({"outbox"}),
)


def obstacles(notice: Notice, *, at: datetime) -> Iterator[Obstacle]:
    """Yield nothing: the status says all."""
    yield from ()


def lose_track(notice_id: int, *, by: Rule, at: datetime) -> Notice:
    """Record that the outcome is unknown. It is never sent again blindly: the provider is asked, or an officer.

    Raises:
        NotAllowed. Refused: no longer waiting.
    """
    with acting():
        notice = lock(Notice, notice_id)
        refuse(ACT, notice, obstacles(notice, at=at), by=by)
        before = notice.status
        notice.to_unknown()
        notice.handed_over_at = at
        notice.save()
        record(ACT, notice, by=by, at=at, before=before, facts={"notice": notice.kind})
    return notice
