"""A message to us came by KEP: into the dossier that it belongs to, or into the mailbox's tray."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.turkish import search_key
from documents.intake import Received, keep
from documents.models import Document
from kep_gateway.inbox.matching import Match, foreign
from kep_gateway.inbox.taking import Taken
from kep_gateway.models import IncomingMail, MailAttachment
from ledger.acts import Act, Rule, acting, lock_dossier, record, refuse
from ledger.errors import Obstacle
from ledger.models import Dossier

ACT = Act("kep_gateway.receive_mail", _("KEP message received"), rules=frozenset({"inbox"}))
KIND = "kep_mail"


def obstacles(
    dossier: Dossier, *, at: datetime, taken: Taken | None = None, match: Match | None = None
) -> Iterator[Obstacle]:
    """Yield why a message must not come into a firm's dossier by itself: nobody vouches for it, or it is another's."""
    if taken is None or match is None or match.how is None:
        return
    if taken.unverified or taken.mail.unreadable:
        yield Obstacle("unverified", _("Nobody vouches for this message; an officer decides where it belongs."))
    if not taken.mail.sender or foreign(taken.mail.sender, dossier):
        yield Obstacle("other_firm", _("The sender's address is the KEP address of another firm."))


def receive_mail(dossier_id: int, *, by: Rule, at: datetime, taken: Taken, match: Match) -> IncomingMail:
    """Keep a message in a dossier: the one it was matched to, else the mailbox's. Taken twice it is one.

    Its attachments become documents of that dossier and wait for the virus scan, as uploads do.

    Raises:
        NotAllowed. Refused: nobody vouches for it, it is another firm's, or another worker keeps it just now
        (`conflict`).
    """
    with acting():
        dossier = lock_dossier(dossier_id)
        refuse(ACT, dossier, obstacles(dossier, at=at, taken=taken, match=match), by=by)
        known = IncomingMail.objects.filter(message_id=taken.message_id).first()
        if known is not None:
            return known
        mail = _row(dossier, taken, match, at)
        mail.save()
        for place, judged in enumerate(taken.attachments, start=1):
            held = _document(judged.received, dossier, judged.name) if judged.received else None
            facts = {"filename": judged.name, "size": judged.size, "sha256": judged.sha256, "refusal": judged.refusal}
            MailAttachment.objects.create(mail=mail, place=place, document=held, **facts)
        digests = [taken.package.sha256, *(it.sha256 for it in taken.attachments if it.received)]
        facts = {"message": mail.message_id, "how": mail.matched_how or mail.unmatched}
        record(ACT, mail, by=by, at=at, facts=facts, documents=digests)
    return mail


def _row(dossier: Dossier, taken: Taken, match: Match, at: datetime) -> IncomingMail:
    said, title = taken.mail, f"KEP iletisi: {taken.mail.subject or taken.message_id}"
    mail = IncomingMail(
        dossier=dossier,
        message_id=taken.message_id,
        received_at=at,
        dated_at=said.dated_at,
        sender=said.sender,
        sender_name=said.sender_name,
        subject=said.subject,
        text=said.text,
        words=search_key(f"{said.sender} {said.sender_name} {said.subject}"),
        answers=list(said.answers),
        package=keep(taken.package, dossier=dossier, kind=KIND, title=title, by=None, internal=True),
        unreadable=said.unreadable,
        unverified=taken.unverified,
        issuer=taken.issuer,
        unmatched=match.unmatched or "",
    )
    if match.how is not None:
        mail.to_matched()
        mail.matched_how, mail.matched_at = match.how, at
    return mail


def _document(received: Received, dossier: Dossier, name: str) -> Document:
    return keep(received, dossier=dossier, kind=KIND, title=f"KEP ile gelen: {name}", by=None)
