"""A firm's mailbox at the sandbox's provider, as a person plays it: read, opened, answered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import default
from email.utils import format_datetime
from typing import cast
from uuid import uuid4

from kep_gateway.providers.eml import SAFE, one_line
from kep_gateway.sandbox import mint
from kep_gateway.sandbox.ca import PROVIDERS
from kep_gateway.sandbox.house import Held, House, new_number
from law.clock import ISTANBUL, now

SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature"})


@dataclass(frozen=True)
class File:
    """A file of a message."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True)
class Letter:
    """One message in a mailbox, as a list shows it."""

    held: Held
    opened_at: datetime | None


@dataclass(frozen=True)
class Content:
    """What stands in a message."""

    text: str
    files: tuple[File, ...]


def mailboxes(house: House, *, but: str) -> list[tuple[str, list[Letter]]]:
    """Return the mailboxes that hold something, by address, the newest letter first; not our own."""
    addresses = sorted({held.recipient for held in house.messages()} - {but})
    found = ((address, house.mailbox(address)) for address in addresses)
    return [(address, [letter(house, it) for it in reversed(held)]) for address, held in found if held]


def letter(house: House, held: Held) -> Letter:
    """Return a message as a list shows it."""
    return Letter(held, house.opened_at(held.number))


def content_of(package: bytes) -> Content:
    """Return text and files of a message, whatever character set it was written in."""
    mail = message_from_bytes(package, policy=default)
    parts = [it for it in mail.walk() if not it.is_multipart()]
    files = [it for it in parts if it.is_attachment() and it.get_content_type() not in SIGNATURES]
    texts = [_text(it) for it in parts if it.get_content_type() == "text/plain" and not it.is_attachment()]
    return Content("\n".join(texts), tuple(_file(it) for it in files))


def answer(house: House, to: Held, *, subject: str, text: str, files: Iterable[File] = ()) -> str:
    """Send the answer of a mailbox's owner to whoever wrote to it; return its number at the provider."""
    at = now()
    mail = write(to.recipient, to.sender, subject, text, files, at=at, about=to)
    provider = ".".join(to.recipient.rpartition("@")[2].split(".")[-3:])
    package = mint.envelope(mail, provider=provider if provider in PROVIDERS else PROVIDERS[0], at=at)
    reference, digest = str(uuid4()), hashlib.sha256(package).hexdigest()
    house.put(Held(number := new_number(), reference, to.recipient, to.sender, one_line(subject), digest, at), package)
    return number


def write(
    sender: str,
    recipient: str,
    subject: str,
    text: str,
    files: Iterable[File] = (),
    *,
    at: datetime,
    reference: str = "",
    about: Held | None = None,
) -> bytes:
    """Return an e-mail; `reference` becomes its number, else a new one; `about`: the message it answers.

    Raises:
        ValueError: an address is none.
    """
    mail = EmailMessage(policy=SAFE)
    mail["From"], mail["To"] = Address(addr_spec=sender), Address(addr_spec=recipient)
    mail["Subject"], mail["Date"] = one_line(subject), format_datetime(at.astimezone(ISTANBUL))
    mail["Message-ID"] = f"<{one_line(reference) or uuid4()}@{sender.rpartition('@')[2]}>"
    if about is not None:
        mail["In-Reply-To"] = mail["References"] = f"<{about.reference}@{about.sender.rpartition('@')[2]}>"
    mail.set_content(text)
    for file in files:
        maintype, _, subtype = file.media_type.partition("/")
        name = one_line(file.name).replace("/", "-").replace("\\", "-")
        mail.add_attachment(file.data, maintype=maintype, subtype=subtype, filename=name)
    return mail.as_bytes()


def _text(part: EmailMessage) -> str:
    data = cast("bytes", part.get_payload(decode=True))
    try:
        return data.decode(part.get_content_charset("utf-8"), "replace")
    except LookupError:  # a character set of nobody
        return data.decode("utf-8", "replace")


def _file(part: EmailMessage) -> File:
    data = cast("bytes", part.get_payload(decode=True) or b"")
    return File(one_line(part.get_filename("")) or "dosya", part.get_content_type(), data)
