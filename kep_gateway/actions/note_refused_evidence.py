"""An officer looked at what came as evidence and proves nothing, and wrote what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kep_gateway.models import Notice, RefusedLook
from kep_gateway.queries import unseen_refusals
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "kep_gateway.note_refused_evidence",
    _("Note what the refused evidence is"),
    done=_("Refused evidence looked at"),
    audience=Audience.MINISTRY,
    follows=_("The task is over. Nothing is served by it, and no term begins or moves."),
)


def obstacles(notice: Notice, *, at: datetime, conclusion: str = "-") -> Iterator[Obstacle]:
    """Yield that nothing is left to be looked at, or that no conclusion is written."""
    if not unseen_refusals().filter(notice=notice).exists():
        yield Obstacle("nothing_unseen", _("No refused evidence waits to be looked at."))
    if not conclusion.strip():
        yield Obstacle("no_conclusion", _("Write what you found."), field="conclusion")


def note_refused_evidence(
    notice_id: int, *, by: User, at: datetime, conclusion: str, seen: int | None = None
) -> Notice:
    """Note who looked at a notice's refused evidence and what was concluded, for every piece not looked at yet.

    Raises:
        NotAllowed. Refused: nothing to look at, no conclusion, or a stale page: a further piece may have come.
    """
    with acting():
        notice = lock(Notice, notice_id)
        refuse(ACT, notice, obstacles(notice, at=at, conclusion=conclusion), by=by, seen=seen)
        pieces = list(unseen_refusals().filter(notice=notice))
        for piece in pieces:
            RefusedLook.objects.create(refused=piece, looked_at=at, looked_by=by, conclusion=conclusion.strip())
        digests = sorted({piece.sha256 for piece in pieces})
        record(ACT, notice, by=by, at=at, before=notice.status, facts={"notice": notice.kind}, documents=digests)
    return notice
