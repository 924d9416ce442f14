"""An officer found that a message to us was dismissed or marked as dealt with wrongly: it is in the tray again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kep_gateway.inbox.mailbox import mailbox
from kep_gateway.inbox.moving import move, relied_on
from kep_gateway.inbox.queries import held_against
from kep_gateway.models import IncomingMail, MailReopening, Unmatched
from ledger.acts import Act, acting, lock_dossiers, record, refuse
from ledger.errors import Obstacle, TryLater
from ledger.models import Audience

if TYPE_CHECKING:
    from accounts.models import User
    from ledger.models import Dossier

ACT = Act(
    "kep_gateway.reopen_mail",
    _("Put the KEP message back into the tray"),
    done=_("KEP message put back into the tray"),
    arrow="to_waiting",
    audience=Audience.MINISTRY,
    follows=_("It waits for an officer again; what was decided before is kept with your reason."),
)


def obstacles(mail: IncomingMail, *, at: datetime, reason: str = "-") -> Iterator[Obstacle]:
    """Yield that no reason is given, or that something in its dossier rests on a document of the message."""
    if not reason.strip():
        yield Obstacle("no_reason", _("Write the reason."), field="reason")
    if relied_on(mail):
        yield Obstacle("relied_on", _("An act in this dossier rests on a document of this message; it has to stay."))


def reopen_mail(mail_id: int, *, by: User, at: datetime, reason: str, seen: int | None = None) -> IncomingMail:
    """Put a message back into the tray with its files, from where an officer decides anew.

    Both files tell of it where it lay in a firm's. What another officer did about the same message since the page was
    drawn makes it stale: nobody overrules unseen. Other mail is no news.

    Raises:
        NotAllowed. Refused: it waits already, no reason, an act rests on one of its files, or a stale page.
        TryLater: somebody moved it at the same moment.
    """
    tray = mailbox(at)
    with acting():
        here = IncomingMail.objects.values_list("dossier", flat=True).get(pk=mail_id)
        lock_dossiers({here, tray.pk})
        mail = IncomingMail.objects.select_related("dossier").get(pk=mail_id)
        if mail.dossier_id != here:
            raise TryLater("the message was moved while its dossier was being locked")
        refuse(ACT, mail, obstacles(mail, at=at, reason=reason), by=by, seen=held_against(mail, seen))
        before, left = mail.status, mail.dossier
        _kept(mail, before, reason, by, at)
        _put_back(mail, tray)
        digests = move(mail, tray)
        facts = {"message": mail.message_id, "from": left.number, "to": tray.number}
        for file in {left.pk: left, tray.pk: tray}.values():
            mail.dossier = file
            record(ACT, mail, by=by, at=at, before=before, facts=facts, documents=digests)
    return mail


def _kept(mail: IncomingMail, before: str, reason: str, by: User, at: datetime) -> None:
    """Keep what had been decided before, and why it does not stand."""
    assert mail.ended_at
    assert mail.ended_by
    MailReopening.objects.create(
        mail=mail,
        reopened_at=at,
        reopened_by=by,
        reason=reason.strip(),
        before=before,
        unmatched=mail.unmatched,
        ended_at=mail.ended_at,
        ended_by=mail.ended_by,
        ended_reason=mail.reason,
    )


def _put_back(mail: IncomingMail, tray: Dossier) -> None:
    mail.to_waiting()
    mail.dossier, mail.unmatched = tray, Unmatched.REOPENED
    mail.matched_how, mail.matched_at, mail.matched_by = "", None, None
    mail.ended_at, mail.ended_by, mail.reason = None, None, ""
    mail.save()
