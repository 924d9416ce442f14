"""An officer finds an application suitable: every requirement is met."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from applications.conditions.documents import insufficient
from applications.models import Application
from law.clock import legal_day
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "applications.find_suitable",
    _("Find suitable"),
    done=_("Found suitable"),
    clause="2",
    arrow="to_suitable",
    follows=_("The ministry can countersign, and two persons decide. The firm reads that it was found suitable."),
)


def obstacles(application: Application, *, at: datetime) -> Iterator[Obstacle]:
    """Yield everything that is not met, on the day that counts as the application date and today."""
    yield from insufficient(application, today=legal_day(at))


def find_suitable(application_id: int, *, by: User, at: datetime, seen: int | None = None) -> Application:
    """Find that the firm meets the standards of clause 2; the ministry's countersignature and approval follow.

    Raises:
        NotAllowed: no officer. Refused: not under review, or anything that is not met.
    """
    with acting():
        application = lock(Application, application_id)
        refuse(ACT, application, obstacles(application, at=at), by=by, seen=seen)
        before = application.status
        application.to_suitable()
        application.save()
        record(ACT, application, by=by, at=at, before=before)
    return application
