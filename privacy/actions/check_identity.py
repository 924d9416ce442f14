"""Somebody makes sure that a request comes from whose data it is about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience
from ledger.text import one_line
from privacy.conditions import written
from privacy.models import SubjectRequest

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "privacy.check_identity",
    _("Record how the identity was shown"),
    done=_("Identity checked"),
    clause="KVKK 11",
    arrow="to_identified",
    audience=Audience.MINISTRY,
)


def obstacles(request: SubjectRequest, *, at: datetime, note: str | None = None) -> Iterator[Obstacle]:
    """Yield that it is not said how."""
    yield from written(note=note)


def check_identity(request_id: int, *, by: User, at: datetime, note: str, seen: int | None = None) -> SubjectRequest:
    """Note how the identity was shown; the number of a document does not belong into the note.

    Raises:
        NotAllowed. Refused: shown already, answered, nothing said, or a stale page.
    """
    with acting():
        request = lock(SubjectRequest, request_id)
        refuse(ACT, request, obstacles(request, at=at, note=note), by=by, seen=seen)
        before = request.status
        request.to_identified()
        request.identified_at, request.identified_by, request.identity_note = at, by, one_line(note)
        request.save()
        record(ACT, request, by=by, at=at, before=before)
    return request
