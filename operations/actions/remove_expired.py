"""The records that personal-data law wants gone are removed; a Step says how many of each kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ledger.acts import Act, Rule, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience
from operations.erasure import count, remove
from operations.retention import REMOVABLE
from policies.models import PolicyFile

ACT = Act(
    "operations.remove_expired",
    _("Removed records whose time was over"),
    audience=Audience.MINISTRY,
    rules=frozenset({"retention"}),
)


def obstacles(file: PolicyFile, *, at: datetime) -> Iterator[Obstacle]:
    """Yield that nothing has had its time."""
    if not any(count(kind.due, kind.limit(at)) for kind in REMOVABLE):
        yield Obstacle("nothing_due", _("No record has had its time."))


def remove_expired(file_id: int, *, by: Rule, at: datetime) -> dict[str, int]:
    """Remove what may go, and return how many of each kind went; the Step stands in the policies' dossier.

    Raises:
        Refused: nothing has had its time.
    """
    with acting():
        file = lock(PolicyFile, file_id)
        refuse(ACT, file, obstacles(file, at=at), by=by)
        gone = {kind.key: remove(kind.due, kind.limit(at)) for kind in REMOVABLE}
        record(ACT, file, by=by, at=at, facts=gone)
    return gone
