"""The loop that empties our mailbox at the provider: each message is read outside any act, kept by one, acknowledged.

The provider is told only after the commit. Killed in between, the message comes again, is known by the provider's
number of it, and is acknowledged without a second row.
"""

from __future__ import annotations

from datetime import datetime

import structlog

from kep_gateway.actions.receive_mail import receive_mail
from kep_gateway.inbox.mailbox import mailbox
from kep_gateway.inbox.matching import Match, match
from kep_gateway.inbox.taking import Taken, taken
from kep_gateway.models import IncomingMail, Unmatched
from kep_gateway.providers.protocol import Incoming, Provider, provider
from ledger.acts import Rule
from ledger.errors import GiveUp, TryLater

log = structlog.get_logger("sicil.kep")
INBOX = Rule("inbox")


def take_inbox(at: datetime) -> int:
    """Take in what lies in our mailbox, oldest first; return how many messages the provider was told are kept."""
    kep = provider()
    try:
        waiting = kep.inbox()
    except (TryLater, GiveUp) as error:
        log.info("inbox_away", error=type(error).__name__)
        return 0
    return sum(_take_one(kep, it, at) for it in waiting)


def _take_one(kep: Provider, incoming: Incoming, at: datetime) -> bool:
    try:
        if not IncomingMail.objects.filter(message_id=incoming.message_id).exists():
            keep_mail(taken(incoming, at=at), at=at)
        kep.acknowledge(incoming.message_id)
    except Exception as error:  # noqa: BLE001  # one failing message must not block those behind it
        log.warning("mail_failed", message=incoming.message_id, error=type(error).__name__)
        return False
    return True


def keep_mail(one: Taken, *, at: datetime) -> IncomingMail:
    """Keep a message in the dossier that is found for it, else in the tray.

    Raises:
        Refused: another worker keeps it just now.
    """
    found = _found(one, at)
    dossier = found.dossier or mailbox(at)
    return receive_mail(dossier.pk, by=INBOX, at=at, taken=one, match=found)


def _found(one: Taken, at: datetime) -> Match:
    if one.mail.unreadable:
        return Match(unmatched=Unmatched.UNREADABLE)
    if one.unverified:
        return Match(unmatched=Unmatched.UNVERIFIED)
    return match(one.mail.sender, one.mail.subject, list(one.mail.answers), at=at)
