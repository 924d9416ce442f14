"""The desk reminds, by plain e-mail, every firm that has not sent a renewed version yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.mail import enqueue_reminder
from contracts.models import AgreementVersion, Renewal
from deadlines.models import DeadlineStatus
from deadlines.terms import explained
from law.clock import day_start, legal_day
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "contracts.chase",
    _("Remind those who have not sent it"),
    done=_("Reminder sent"),
    clause="3/b",
    audience=Audience.MINISTRY,
    follows=_("Everybody who acts for such a firm gets an e-mail; it is a courtesy and begins no term."),
)


def obstacles(version: AgreementVersion, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why nobody is reminded: nobody's term runs unmet, or it was done today already."""
    if not _unmet(version, at).exists():
        yield Obstacle("nobody", _("No firm has this version still to send."), "3/b")
    chased = version.dossier.steps.filter(act=ACT.name, subject=f"{version._meta.label_lower}:{version.pk}")
    if chased.filter(at__gte=day_start(legal_day(at))).exists():
        yield Obstacle("chased", _("They were reminded today already."))


def chase(version_id: int, *, by: User, at: datetime, seen: int | None = None) -> int:
    """Put one e-mail to each such firm's people into the outbox, and return how many firms were reminded.

    Raises:
        NotAllowed: not at the desk. Refused: nobody is late to be reminded, or done today already.
    """
    with acting():
        version = lock(AgreementVersion, version_id)
        refuse(ACT, version, obstacles(version, at=at), by=by, seen=seen)
        rows = list(_unmet(version, at).select_related("dossier__firm", "deadline"))
        facts = {"kind": version.kind, "number": version.number, "renewals": [row.pk for row in rows]}
        record(ACT, version, by=by, at=at, facts=facts)
        for row in rows:
            enqueue_reminder(row.dossier, row.deadline.title, explained(row.deadline), at=at)
    return len(rows)


def _unmet(version: AgreementVersion, at: datetime) -> QuerySet[Renewal]:
    running = version.renewals.filter(deadline__status=DeadlineStatus.OPEN, deadline__due_at__gt=at)
    return running.filter(integrator__ended_at=None).order_by("pk")
