"""What is asked of bytes before any parser sees them; each check tells whether it is at fault."""

from __future__ import annotations

import re
from collections.abc import Callable

from kep_gateway.evidence.facts import Unproven

MOST_BYTES = 2 * 1024 * 1024
MOST_PARTS = 20
"""How many multiparts and messages may be inside each other, or beside."""
CHARSETS = frozenset({b"utf-8", b"us-ascii", b"iso-8859-9", b"iso-8859-1", b"windows-1254"})
_NESTING = re.compile(rb"^content-type[ \t]*:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_CHARSET = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")


def too_large(data: bytes) -> bool:
    """More bytes than any evidence has."""
    return len(data) > MOST_BYTES


def nested(data: bytes) -> bool:
    """More parts inside each other than any message has: a parser would go down with them."""
    return sum(1 for _ in _NESTING.finditer(data)) > MOST_PARTS


def doctype(data: bytes) -> bool:
    """XML that declares types or entities, or a character set in which these words could hide."""
    if not looks_like_xml(data):
        return False
    charset = _CHARSET.match(bare(data))
    return b"<!DOCTYPE" in data or b"<!ENTITY" in data or (charset is not None and charset[1].lower() not in CHARSETS)


LIMITS: dict[str, Callable[[bytes], bool]] = {"too_large": too_large, "nested": nested, "doctype": doctype}
"""Asked of every layer of a piece of evidence: the file, what a signature covers, an attachment."""


def within_limits(data: bytes) -> None:
    """Refuse bytes that must not reach a parser.

    Raises:
        Unproven: with the codes of LIMITS.
    """
    codes = [code for code, at_fault in LIMITS.items() if at_fault(data)]
    if codes:
        raise Unproven(*codes)


def looks_like_xml(data: bytes) -> bool:
    """Tell whether bytes begin as XML does, in a character set that contains ASCII."""
    return bare(data[:200])[:1] == b"<"


def bare(data: bytes) -> bytes:
    """Return bytes without mark and blanks before them."""
    return data.removeprefix(b"\xef\xbb\xbf").lstrip()
