"""What a KEP message says: sender, subject, words, which of our notices it answers, and what is attached.

All of it is hostile until shown otherwise. Nothing here believes a sender: who vouches for one is `vouching`.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import MessageError
from email.message import Message
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath

from documents.content import type_of
from documents.intake import ENDINGS, LONGEST_NAME, clean_name
from kep_gateway.inbox.charsets import decoded, header_text
from kep_gateway.inbox.markup import words_of
from kep_gateway.inbox.opening import UnreadableMail, head, layers, parts

LONGEST_TEXT, LONGEST_LINE, MOST_ANSWERS = 100_000, 300, 50
SIGNATURES = {"application/pkcs7-signature", "application/x-pkcs7-signature"}
_ATOM = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,189}"
_FROM = re.compile(rf'\s*(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<plain>[^<>",;:@()]*))\s*<(?P<address>{_ATOM})>\s*')
_BARE = re.compile(rf"\s*(?P<address>{_ATOM})\s*")
_OURS = re.compile(r"<([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@")


@dataclass(frozen=True)
class Attachment:
    """One attachment as it came, under a name that is safe to show and to save."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Mail:
    """What a message says.

    `sender` is an address in lower case, empty unless the message names exactly one; `answers` are the references of
    ours that it names, the one it replies to first. `unreadable` is a value of `Unreadable`, empty where all was read.
    """

    sender: str = ""
    sender_name: str = ""
    subject: str = ""
    dated_at: datetime | None = None
    answers: tuple[str, ...] = ()
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    unreadable: str = ""


def read(data: bytes) -> Mail:
    """Return what a message says; of one that cannot be read, what its own headers say and why."""
    try:
        opened = layers(data)
        return _mail(opened, tuple(parts(opened[-1])))
    except UnreadableMail as error:
        return _mail([head(data)], (), unreadable=error.why.value)


def _mail(opened: list[Message], leaves: tuple[Message, ...], *, unreadable: str = "") -> Mail:
    name, sender = _sender(opened)
    plain, html = (tuple(it for it in leaves if _is_body(it, kind)) for kind in ("text/plain", "text/html"))
    words = "\n\n".join(_text(it) for it in plain) or "\n\n".join(words_of(_text(it)) for it in html)
    body = {id(it) for it in (*plain, *html)}
    attached = [it for it in leaves if id(it) not in body and it.get_content_type() not in SIGNATURES]
    return Mail(
        sender=sender,
        sender_name=name[:LONGEST_LINE],
        subject=header_text(_innermost(opened, "Subject"))[:LONGEST_LINE],
        dated_at=_instant(_innermost(opened, "Date")),
        answers=tuple(_answers(opened)),
        text=words.strip()[:LONGEST_TEXT],
        attachments=tuple(_attachment(it, place) for place, it in enumerate(attached, start=1)),
        unreadable=unreadable,
    )


def _innermost(opened: list[Message], name: str) -> str:
    return next((message[name] for message in reversed(opened) if name in message), "")


def _sender(opened: list[Message]) -> tuple[str, str]:
    """Return the sender's name and address; no address where layers, or two headers, name different ones.

    The header is taken apart before anything in it is decoded: an encoded word holds no address.
    """
    values = [value for message in reversed(opened) for value in message.get_all("From", [])]
    found = [_FROM.fullmatch(value) or _BARE.fullmatch(value) for value in values]
    addresses = {it["address"].lower() if it else "" for it in found}
    first = found[0] if found else None
    if first is None or len(addresses) != 1:
        return header_text(values[0]) if values else "", ""
    named = first.groupdict()
    name = named.get("plain") or re.sub(r"\\(.)", r"\1", named.get("quoted") or "")
    return header_text(name), addresses.pop()


def _answers(opened: list[Message]) -> Iterable[str]:
    """Return the references of ours that a message names, without repetition; the nearest is the last of References."""
    direct = _OURS.findall(_innermost(opened, "In-Reply-To"))
    others = _OURS.findall(_innermost(opened, "References"))
    return list(dict.fromkeys([*direct, *reversed(others)]))[:MOST_ANSWERS]


def _instant(value: str) -> datetime | None:
    """Return the instant that a message dates itself to; None where it names none, no zone, or one beyond reason."""
    try:
        found = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError):
        return None
    return found.astimezone(UTC) if found.tzinfo is not None and 2000 <= found.year < 2100 else None


def _is_body(part: Message, kind: str) -> bool:
    return part.get_content_type() == kind and part.get_content_disposition() != "attachment" and not _filename(part)


def _text(part: Message) -> str:
    return decoded(_bytes(part), part.get_content_charset() or "")


def _bytes(part: Message) -> bytes:
    """Return a part's content; a message within the message as it would be saved."""
    held = part.get_payload(decode=True)
    if isinstance(held, bytes):
        return held
    try:
        return b"\r\n".join(it.as_bytes() for it in part.get_payload() if isinstance(it, Message))
    except (MessageError, ValueError, LookupError, TypeError, AttributeError):
        return b""


def _filename(part: Message) -> str:
    try:
        return header_text(part.get_filename() or "")
    except (ValueError, TypeError, LookupError):  # numbered parameters (RFC 2231) that contradict each other
        return ""


def _attachment(part: Message, place: int) -> Attachment:
    data = _bytes(part)
    return Attachment(safe_name(_filename(part), data, place, part.get_content_type()), data)


def safe_name(name: str, data: bytes, place: int, declared: str = "") -> str:
    """Return a plain file name: no folders, no leading dots, not too long; a nameless file is called by its place."""
    plain = clean_name(re.split(r"[/\\]", name)[-1]).lstrip(".").strip()
    stem, ending = PurePosixPath(plain).stem, PurePosixPath(plain).suffix
    if not plain:
        stem, ending = f"ek-{place}", next(_endings(data, declared))
    return f"{stem[: LONGEST_NAME - len(ending[:20])]}{ending[:20]}"


def _endings(data: bytes, declared: str) -> Iterator[str]:
    yield from ENDINGS.get(type_of(data), ())[:1]
    yield mimetypes.guess_extension(declared) or ".bin"
