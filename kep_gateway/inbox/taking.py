"""A message made ready for its act: its bytes in the store, its attachments through the intake of uploads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import structlog
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from documents import store
from documents.content import BROKEN
from documents.intake import PDF_OR_SCAN, PDF_OR_WORD, Received, receive
from kep_gateway.evidence.facts import Unproven
from kep_gateway.evidence.trust import trust
from kep_gateway.inbox.reading import Attachment, Mail, read
from kep_gateway.inbox.vouching import NOT_JUDGED, UNREAD, opened, vouches
from kep_gateway.models import Unreadable
from kep_gateway.providers.protocol import Incoming
from ledger.errors import Obstacle, Refused

log = structlog.get_logger("sicil.kep")
ACCEPTED = PDF_OR_SCAN | PDF_OR_WORD
EML = "message/rfc822"


@dataclass(frozen=True)
class Judged:
    """One attachment after the intake: received, or refused with the Turkish sentences why."""

    name: str
    size: int
    sha256: str
    received: Received | None
    refusal: str


@dataclass(frozen=True)
class Taken:
    """One message as it came and was read; `unverified` are the codes why nobody vouches for it, else `issuer` does."""

    message_id: str
    mail: Mail
    package: Received
    attachments: tuple[Judged, ...]
    issuer: str = ""
    unverified: str = ""


def taken(incoming: Incoming, *, at: datetime) -> Taken:
    """Read a message, judge its attachments, and store the bytes of all that may become a document."""
    stored, size = store.put(incoming.data)
    mail, issuer, unverified = _vouched(incoming.data, at)
    return Taken(
        message_id=incoming.message_id,
        mail=mail,
        package=Received(stored, size, EML, "ileti.eml", at),
        attachments=tuple(_judged(it, at) for it in mail.attachments),
        issuer=issuer,
        unverified=unverified,
    )


def _vouched(data: bytes, at: datetime) -> tuple[Mail, str, str]:
    """Return what the envelope's signature covers and who made it; else all that is said, and why nobody vouches."""
    store, mail = trust(), _read(data)
    if mail.unreadable:
        return mail, "", UNREAD
    try:
        content, issuer = opened(data, store, at=at)
    except Unproven as unproven:
        return mail, "", ",".join(unproven.codes)
    except Exception as error:  # noqa: BLE001  # as in _read
        log.warning("envelope_unreadable", sha256=sha256(data).hexdigest(), error=type(error).__name__)
        return mail, "", NOT_JUDGED
    mail = _read(content)
    doubt = vouches(issuer, mail.sender, store)
    return mail, "" if doubt else issuer, doubt


def _read(data: bytes) -> Mail:
    try:
        return read(data)
    except Exception as error:  # noqa: BLE001  # what hostile bytes do to a parser must not keep the message from us
        log.warning("mail_unreadable", sha256=sha256(data).hexdigest(), error=type(error).__name__)
        return Mail(unreadable=Unreadable.BROKEN.value)


def _judged(attachment: Attachment, at: datetime) -> Judged:
    facts = (attachment.name, len(attachment.data), sha256(attachment.data).hexdigest())
    try:
        file = SimpleUploadedFile(attachment.name, attachment.data)
        return Judged(*facts, receive(file, at=at, accept=ACCEPTED), "")
    except Refused as refused:
        return Judged(*facts, None, _sentences(refused.obstacles))
    except OSError:  # the store's disk: the message comes again
        raise
    except Exception as error:  # noqa: BLE001  # one file that no library survives must not hide the message
        log.warning("attachment_unreadable", sha256=facts[2], error=type(error).__name__)
        return Judged(*facts, None, _sentences((Obstacle(BROKEN.code, BROKEN.message),)))


def _sentences(obstacles: tuple[Obstacle, ...]) -> str:
    with override("tr"):
        return " ".join(str(it.message) for it in obstacles)
