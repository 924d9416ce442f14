"""The Board is told of a breach: within seventy-two hours, or late and why; what is learnt later follows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from deadlines.models import DeadlineStatus
from deadlines.terms import close
from documents.intake import Received, keep
from law.due import due_instant
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience
from ledger.text import clean
from privacy.conditions import breach_is_open, happened
from privacy.models import Breach
from privacy.terms import BOARD

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "privacy.notify_board",
    _("Record the notification to the Board"),
    done=_("Board notified"),
    clause="Kurul 2019/10",
    audience=Audience.MINISTRY,
    follows=_("The first notification counts for the seventy-two hours; what is learnt later may follow it."),
)


def obstacles(
    breach: Breach, *, at: datetime, notified_at: datetime | None = None, late_reason: str | None = None
) -> Iterator[Obstacle]:
    """Yield that the file is closed, an instant that cannot be, or a late first notification without its reason."""
    yield from breach_is_open(breach)
    yield from happened("notified_at", notified_at, at, since=breach.aware_at)
    late = notified_at is not None and breach.board_told_at is None and notified_at >= _due(breach)
    if late and not (late_reason or "").strip():
        message = _("The seventy-two hours were over: write why the Board was told late.")
        yield Obstacle("no_late_reason", message, "Kurul 2019/10", "late_reason")


def notify_board(
    breach_id: int,
    *,
    by: User,
    at: datetime,
    notified_at: datetime,
    received: Received,
    late_reason: str = "",
    seen: int | None = None,
) -> Breach:
    """Keep what was sent to the Board; `notified_at` is when it went. The first one meets the term or does not.

    Raises:
        NotAllowed. Refused: closed, an impossible instant, late without a reason, or a stale page.
    """
    with acting():
        breach = lock(Breach, breach_id)
        found = obstacles(breach, at=at, notified_at=notified_at, late_reason=late_reason)
        refuse(ACT, breach, found, by=by, seen=seen)
        first, late = breach.board_told_at is None, notified_at >= _due(breach)
        title = "Kurula bildirim"
        document = keep(received, dossier=breach.dossier, kind="board", title=title, by=by, internal=True)
        if first:
            breach.board_told_at, breach.board_document = notified_at, document
            breach.late_reason = clean(late_reason).strip() if late else ""
            breach.save()
        facts = {"notified_at": notified_at, "first": first, "late": first and late}
        record(ACT, breach, by=by, at=at, facts=facts, documents=[document.sha256])
        close(breach.dossier, (BOARD.key,), DeadlineStatus.ELAPSED if late else DeadlineStatus.MET, at=notified_at)
    return breach


def _due(breach: Breach) -> datetime:
    return due_instant(breach.aware_at, BOARD)
