"""Two persons close the file of a breach: everybody was told, or it was none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from deadlines.models import DeadlineStatus
from deadlines.terms import close_all
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience
from ledger.numbers import close_dossier
from ledger.text import clean
from privacy.conditions import written
from privacy.models import Breach, Finding

if TYPE_CHECKING:
    from accounts.models import User
    from ledger.models import Proposal

ACT = Act(
    "privacy.close_breach",
    _("Close the file of the breach"),
    done=_("Breach file closed"),
    clause="KVKK 12/5",
    arrow="to_closed",
    audience=Audience.MINISTRY,
    two_persons=True,
)
SUBJECT = "privacy.Breach"


def obstacles(
    breach: Breach, *, at: datetime, finding: str | None = None, conclusion: str | None = None
) -> Iterator[Obstacle]:
    """Yield who was not told yet of what was a breach, and a conclusion that is not written."""
    yield from written(conclusion=conclusion)
    if finding is not None and finding not in Finding.values:
        yield Obstacle("bad_finding", _("Choose what it turned out to be."), field="finding")
    if finding == Finding.BREACH and breach.board_told_at is None:
        yield Obstacle("board_not_told", _("The Board has not been told yet."), "KVKK 12/5", "finding")
    if finding == Finding.BREACH and breach.subjects_told_at is None:
        yield Obstacle("subjects_not_told", _("Those concerned have not been told yet."), "KVKK 12/5", "finding")


def preview(breach: Breach, *, at: datetime, finding: str, conclusion: str) -> dict[str, Any]:
    """Return which file would be closed, and how."""
    return {"number": breach.dossier.number, "finding": finding, "conclusion": conclusion}


def close_breach(
    breach_id: int,
    *,
    by: User,
    at: datetime,
    finding: str,
    conclusion: str,
    proposal: Proposal | None = None,
    seen: int | None = None,
) -> Breach:
    """Close the file; what still runs in it is no longer needed.

    Raises:
        NotAllowed. Refused: closed already, somebody not told, no conclusion, no approved proposal.
    """
    with acting():
        breach = lock(Breach, breach_id)
        found = obstacles(breach, at=at, finding=finding, conclusion=conclusion)
        refuse(ACT, breach, found, by=by, seen=seen, proposal=proposal)
        before = breach.status
        breach.to_closed()
        breach.finding, breach.conclusion, breach.closed_at = finding, clean(conclusion).strip(), at
        breach.save()
        record(ACT, breach, by=by, at=at, before=before, facts={"finding": finding})
        close_all(breach.dossier, DeadlineStatus.CANCELLED, at=at)
        close_dossier(breach.dossier, at=at)
    return breach
