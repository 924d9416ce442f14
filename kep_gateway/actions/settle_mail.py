"""An officer has dealt with a firm's message."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kep_gateway.models import IncomingMail
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "kep_gateway.settle_mail",
    _("Mark the KEP message as dealt with"),
    done=_("KEP message marked as dealt with"),
    arrow="to_settled",
    audience=Audience.MINISTRY,
    follows=_("The task leaves the worklist."),
)


def obstacles(mail: IncomingMail, *, at: datetime) -> Iterator[Obstacle]:
    """Yield nothing: the status says all."""
    yield from ()


def settle_mail(mail_id: int, *, by: User, at: datetime, seen: int | None = None) -> IncomingMail:
    """Note that an officer looked at a firm's message and did what it asks for; the task is over.

    Raises:
        NotAllowed. Refused: it lies in the tray, is dealt with already, or the page is stale.
    """
    with acting():
        mail = lock(IncomingMail, mail_id)
        refuse(ACT, mail, obstacles(mail, at=at), by=by, seen=seen)
        before = mail.status
        mail.to_settled()
        mail.ended_at, mail.ended_by = at, by
        mail.save()
        record(ACT, mail, by=by, at=at, before=before, facts={"message": mail.message_id})
    return mail
