"""A message as an e-mail file (RFC 5322), with its letter attached."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from kep_gateway.providers.protocol import Message
from law.clock import ISTANBUL
from ledger.errors import GiveUp

SAFE = SMTP.clone(cte_type="7bit")
"""Nothing on the way may have a reason to recode a text, for it may stand under a signature."""
NO_HEADS: Mapping[str, str] = {}


def one_line(text: str) -> str:
    """Return a text that is safe in a header: control, format and line characters become blanks, blanks collapse.

    Python 3.11 before its fix lets line breaks through encoded words, so nothing reaches a header but by this.
    """
    return " ".join("".join(" " if unicodedata.category(char)[0] in "CZ" else char for char in text).split())


def as_email(message: Message, *, sender: str, at: datetime, heads: Mapping[str, str] = NO_HEADS) -> bytes:
    """Return the bytes of the e-mail that carries a message, dated `at`, with more `heads` where given.

    Raises:
        GiveUp: the recipient's address is no address.
    """
    mail = EmailMessage(policy=SAFE)
    mail["From"] = Address(addr_spec=sender)
    mail["To"] = _recipient(message)
    mail["Subject"] = one_line(message.subject)
    mail["Date"] = format_datetime(at.astimezone(ISTANBUL))
    mail["Message-ID"] = f"<{one_line(message.reference)}@{sender.rpartition('@')[2]}>"
    for name, value in heads.items():
        mail[name] = one_line(value)
    mail.set_content(message.text)
    mail.add_attachment(
        message.attachment, maintype="application", subtype="pdf", filename=one_line(message.filename).replace("/", "-")
    )
    return mail.as_bytes()


def _recipient(message: Message) -> Address:
    if one_line(message.recipient) != message.recipient or message.recipient.count("@") != 1:
        raise GiveUp("malformed address")
    try:
        return Address(display_name=one_line(message.recipient_name), addr_spec=message.recipient)
    except (ValueError, IndexError, MessageError) as error:  # the parser of 3.11 raises all three on malformed text
        raise GiveUp("malformed address") from error
