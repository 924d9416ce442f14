"""An officer puts a message to us into the dossier that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kep_gateway.inbox.matching import foreign
from kep_gateway.inbox.moving import move
from kep_gateway.inbox.queries import held_against
from kep_gateway.models import IncomingMail, MatchedBy
from ledger.acts import Act, acting, lock_dossiers, record, refuse
from ledger.errors import Obstacle, TryLater
from ledger.models import Dossier

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "kep_gateway.match_mail",
    _("Put the KEP message into a dossier"),
    done=_("KEP message put into a dossier"),
    arrow="to_matched",
    follows=_("Its attachments become documents of that dossier; the firm reads them."),
)


def obstacles(mail: IncomingMail, *, at: datetime, number: str | None = None) -> Iterator[Obstacle]:
    """Yield why a message cannot lie there: no such matter, the same one, or that of a firm which is not the sender."""
    if number is None:
        return
    dossier = _dossier_of(number)
    if dossier is None:
        yield Obstacle("no_dossier", _("No firm's dossier has this number."), field="number")
    elif dossier.pk == mail.dossier_id:
        yield Obstacle("same_dossier", _("The message lies in this dossier already."), field="number")
    elif foreign(mail.sender, dossier):
        message = _("The sender's address is the KEP address of another firm; this firm must not read its message.")
        yield Obstacle("other_firm", message, field="number")


def match_mail(mail_id: int, *, by: User, at: datetime, number: str, seen: int | None = None) -> IncomingMail:
    """Put a message from the tray, or from another dossier, into the dossier of a number, with its attachments.

    Both files tell of it. A page of the tray goes stale by nothing but the message's own state: other mail is no news.

    Raises:
        NotAllowed. Refused: dealt with already, no such dossier, another firm's, or a stale page.
        TryLater: somebody moved it at the same moment.
    """
    with acting():
        there = _dossier_of(number)
        here = IncomingMail.objects.values_list("dossier", flat=True).get(pk=mail_id)
        lock_dossiers({here, there.pk if there else here})
        mail = IncomingMail.objects.select_related("dossier").get(pk=mail_id)
        if mail.dossier_id != here:
            raise TryLater("the message was moved while its dossier was being locked")
        found = obstacles(mail, at=at, number=number)
        refuse(ACT, mail, found, by=by, seen=held_against(mail, seen))
        assert there
        before, left = mail.status, mail.dossier
        mail.to_matched()
        mail.dossier, mail.matched_how, mail.matched_at, mail.matched_by = there, MatchedBy.PERSON, at, by
        mail.save()
        digests = move(mail, there)
        facts = {"message": mail.message_id, "from": left.number, "to": there.number}
        for file in (left, there):
            mail.dossier = file
            record(ACT, mail, by=by, at=at, before=before, facts=facts, documents=digests)
    return mail


def _dossier_of(number: str) -> Dossier | None:
    """Return the firm's dossier of a number, however it was typed; one that is still its firm's own is not found."""
    rows = Dossier.objects.filter(number=number.strip().upper(), firm__isnull=False, shown_at__isnull=False)
    return rows.select_related("firm").first()
