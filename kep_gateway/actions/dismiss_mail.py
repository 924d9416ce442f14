"""An officer found that a message to us belongs to no dossier."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kep_gateway.inbox.queries import held_against
from kep_gateway.models import IncomingMail
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "kep_gateway.dismiss_mail",
    _("Take the KEP message out of the tray"),
    done=_("KEP message taken out of the tray"),
    arrow="to_dismissed",
    audience=Audience.MINISTRY,
    follows=_("It is kept with your reason and waits for nobody any more."),
)


def obstacles(mail: IncomingMail, *, at: datetime, reason: str = "-") -> Iterator[Obstacle]:
    """Yield that no reason is given."""
    if not reason.strip():
        yield Obstacle("no_reason", _("Write the reason."), field="reason")


def dismiss_mail(mail_id: int, *, by: User, at: datetime, reason: str, seen: int | None = None) -> IncomingMail:
    """Take a message out of the tray; it is kept, with the reason.

    A page goes stale by what was done about this message: what else comes into the mailbox is no news.

    Raises:
        NotAllowed. Refused: it is in a dossier, dismissed already, without a reason, or a stale page.
    """
    with acting():
        mail = lock(IncomingMail, mail_id)
        refuse(ACT, mail, obstacles(mail, at=at, reason=reason), by=by, seen=held_against(mail, seen))
        before = mail.status
        mail.to_dismissed()
        mail.ended_at, mail.ended_by, mail.reason = at, by, reason.strip()
        mail.save()
        facts = {"message": mail.message_id}
        record(ACT, mail, by=by, at=at, before=before, facts=facts, documents=[mail.package.sha256])
    return mail
