"""The layers of a KEP message: S/MIME packages (RFC 8551) around the mail itself. Opens them and verifies nothing.

Everything is bounded before it is parsed: how large, how often multiparts are named, how long a header is, how many
layers and parts there are. Python's parser would follow whatever it is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email._policybase import Compat32
from email.message import Message
from email.parser import BytesHeaderParser

from asn1crypto import cms
from django.conf import settings

from kep_gateway.models import Unreadable

MOST_NESTED, MOST_LAYERS, MOST_PARTS, MOST_LINES = 50, 6, 200, 900_000
MOST_LOOKS = 10_000_000
"""The parser looks at each line once for every multipart around it."""
LONGEST_HEADER, LONGEST_HEAD = 4_000, 1 << 18
OPAQUE = {"application/pkcs7-mime", "application/x-pkcs7-mime"}
_NESTS = re.compile(rb"multipart|message/", re.IGNORECASE)


class UnreadableMail(Exception):
    """The message cannot be read; `why` says it."""

    def __init__(self, why: Unreadable) -> None:
        super().__init__(why.value)
        self.why = why


class _Bounded(Compat32):
    """Headers as they came, cut at LONGEST_HEADER: taking parameters apart takes the square of their length.

    Bytes that a header may not hold stay in it as surrogates; `header_text` reads them.
    """

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:LONGEST_HEADER]

    def header_fetch_parse(self, name: str, value: str) -> str:
        return value


_BOUNDED = _Bounded()


def layers(data: bytes) -> list[Message]:
    """Return the message's layers, the outermost first: each is what the one before it packs.

    Raises:
        UnreadableMail: too large, too deep, encrypted, or not to be parsed.
    """
    found = [_parsed(data)]
    while (inner := _inside(found[-1])) is not None:
        if len(found) == MOST_LAYERS:
            raise UnreadableMail(Unreadable.NESTED)
        found.append(inner)
    return found


def head(data: bytes) -> Message:
    """Return a message's own headers, where the rest cannot be read."""
    first = re.split(rb"\r?\n\r?\n", data[:LONGEST_HEAD], maxsplit=1)[0]
    return BytesHeaderParser(policy=_BOUNDED).parsebytes(first)


def parts(message: Message) -> Iterator[Message]:
    """Yield the leaves of a message in their order; a message within it is one leaf.

    Raises:
        UnreadableMail: more parts than any letter has, or a multipart that has none.
    """
    left, seen = [message], 0
    while left:
        part, seen = left.pop(), seen + 1
        if seen > MOST_PARTS:
            raise UnreadableMail(Unreadable.NESTED)
        if part.get_content_maintype() == "multipart":
            left += reversed(_children(part))
        else:
            yield part


def _parsed(data: bytes) -> Message:
    lines, nests = data.count(b"\n"), sum(1 for _ in _NESTS.finditer(data))
    if len(data) > settings.UPLOAD_MAX_BYTES or lines > MOST_LINES:
        raise UnreadableMail(Unreadable.TOO_LARGE)
    if nests > MOST_NESTED or nests * lines > MOST_LOOKS:
        raise UnreadableMail(Unreadable.NESTED)
    return message_from_bytes(data, policy=_BOUNDED)


def _inside(message: Message) -> Message | None:
    kind = message.get_content_type()
    if kind in OPAQUE:
        packed = message.get_payload(decode=True)
        return _parsed(_signed_content(packed if isinstance(packed, bytes) else b""))
    return _children(message)[0] if kind in {"multipart/signed", "message/rfc822"} else None


def _children(message: Message) -> list[Message]:
    held = message.get_payload() if message.is_multipart() else []
    children = [it for it in held if isinstance(it, Message)]
    if not children:
        raise UnreadableMail(Unreadable.BROKEN)
    return children


def _signed_content(packed: bytes) -> bytes:
    """Return what a CMS package (RFC 5652) holds in itself.

    Raises:
        UnreadableMail: it is encrypted, cut off, or holds nothing.
    """
    try:
        package = cms.ContentInfo.load(packed, strict=True)
        if package["content_type"].native in {"enveloped_data", "encrypted_data"}:
            raise UnreadableMail(Unreadable.ENCRYPTED)
        content = package["content"]["encap_content_info"]["content"].native
    except (ValueError, TypeError, KeyError) as error:
        raise UnreadableMail(Unreadable.BROKEN) from error
    if not isinstance(content, bytes):
        raise UnreadableMail(Unreadable.BROKEN)
    return content
