"""Opening S/MIME messages (RFC 8551): what is signed, by whom, and whether anything lies outside the signature."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from email.policy import compat32

from kep_gateway.evidence.cms_signature import read_cms
from kep_gateway.evidence.facts import Unproven
from kep_gateway.evidence.signature import Signature

DETACHED, OPAQUE = "multipart/signed", frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_LINE_END = re.compile(rb"\r?\n")


@dataclass(frozen=True, eq=False)
class Mail:
    """One message: its signature (None: none at the outermost entity) and the MIME entity that counts.

    `outside` says that something lies beside what is signed.
    """

    signature: Signature | None
    entity: bytes | None
    outside: bool


def open_mail(data: bytes) -> Mail:
    """Open a message; without a signature around it, it is its own entity and wholly outside.

    Raises:
        Unproven: `unreadable`, or what the reading of a CMS signature raises.
    """
    head, body = _split(data)
    kind = head.get_content_type()
    if kind == DETACHED:
        entity, proof, outside = _signed_part(body, head)
        signature = read_cms(_decoded(proof), detached=_LINE_END.sub(b"\r\n", entity))
        return Mail(signature, signature.content, outside)
    if kind in OPAQUE:
        signature = read_cms(_decoded(data))
        return Mail(signature, signature.content, outside=False)
    return Mail(None, data, outside=True)


def attached(entity: bytes) -> list[bytes]:
    """Return every XML file attached in an entity, however deep.

    Raises:
        Unproven: `unreadable`.
    """
    try:
        parts = list(message_from_bytes(entity, policy=compat32).walk())
        return [data for it in parts if _is_xml(it) and isinstance(data := it.get_payload(decode=True), bytes)]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:  # Python's parser is lenient
        raise Unproven("unreadable") from error


def _is_xml(part: Message) -> bool:
    name = part.get_filename() or ""
    return part.get_content_type() in {"application/xml", "text/xml"} or name[-4:].lower() == ".xml"


def _split(data: bytes) -> tuple[Message, bytes]:
    found = _BLANK_LINE.search(data)
    if found is None:
        raise Unproven("unreadable")
    try:
        head = BytesHeaderParser(policy=compat32).parsebytes(data[: found.start()] + b"\r\n\r\n")
    except (ValueError, LookupError, TypeError) as error:
        raise Unproven("unreadable") from error
    if not head.keys():
        raise Unproven("unreadable")
    return head, data[found.end() :]


def _signed_part(body: bytes, head: Message) -> tuple[bytes, bytes, bool]:
    """Return the signed entity byte for byte, the part with its signature, and whether there is more than these."""
    boundary = head.get_boundary()
    if not boundary:
        raise Unproven("unreadable")
    fence = re.compile(
        rb"(?:\A|\r?\n)--%b(--)?[ \t]*(?:\r?\n|\Z)" % re.escape(boundary.encode("utf-8", "surrogateescape"))
    )
    marks = list(fence.finditer(body))
    if len(marks) < 2:
        raise Unproven("unreadable")
    entity = body[marks[0].end() : marks[1].start()]
    last = marks[2] if len(marks) > 2 else None
    proof = body[marks[1].end() : last.start() if last else len(body)]
    more = last is not None and (len(marks) > 3 or last.group(1) is None or bool(body[last.end() :].strip()))
    return entity, proof, more


def _decoded(part: bytes) -> bytes:
    data = message_from_bytes(part, policy=compat32).get_payload(decode=True)
    if not isinstance(data, bytes) or not data:
        raise Unproven("unreadable")
    return data
