"""Those whose data are concerned are told of a breach."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from documents.intake import Received, keep
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience
from ledger.text import one_line
from privacy.conditions import breach_is_open, happened, written
from privacy.models import Breach

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "privacy.notify_subjects",
    _("Record that those concerned were told"),
    done=_("Data subjects notified"),
    clause="KVKK 12/5",
    audience=Audience.MINISTRY,
    follows=_("The first notification counts; whoever is reached later is recorded beside it."),
)


def obstacles(
    breach: Breach, *, at: datetime, notified_at: datetime | None = None, how: str | None = None
) -> Iterator[Obstacle]:
    """Yield that the file is closed, it is not said how, or an instant that cannot be."""
    yield from breach_is_open(breach)
    yield from written(how=how)
    yield from happened("notified_at", notified_at, at, since=breach.aware_at)


def notify_subjects(
    breach_id: int,
    *,
    by: User,
    at: datetime,
    notified_at: datetime,
    how: str,
    received: Received,
    seen: int | None = None,
) -> Breach:
    """Keep what was told to those concerned, directly or, where they cannot be reached, by publication; `how` says it.

    Raises:
        NotAllowed. Refused: closed, nothing said, an impossible instant, or a stale page.
    """
    with acting():
        breach = lock(Breach, breach_id)
        refuse(ACT, breach, obstacles(breach, at=at, notified_at=notified_at, how=how), by=by, seen=seen)
        first, title = breach.subjects_told_at is None, "İlgililere bildirim"
        document = keep(received, dossier=breach.dossier, kind="subjects", title=title, by=by, internal=True)
        if first:
            breach.subjects_told_at, breach.subjects_told_how = notified_at, one_line(how)
            breach.save()
        facts = {"notified_at": notified_at, "first": first}
        record(ACT, breach, by=by, at=at, facts=facts, documents=[document.sha256])
    return breach
