"""Bytes of other people's mail as text: what they declare, what they meant, and what no declaration says."""

from __future__ import annotations

import binascii
import re
from itertools import groupby

from ledger.text import clean, one_line

CODECS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "utf-16": "utf-16",
    "iso-8859-9": "cp1254",
    "iso8859-9": "cp1254",
    "latin5": "cp1254",
    "windows-1254": "cp1254",
    "cp1254": "cp1254",
    "iso-8859-1": "cp1252",
    "windows-1252": "cp1252",
    "iso-8859-15": "iso8859-15",
}
"""What is decoded as declared. Latin-5 and Latin-1 are read as their Windows supersets, as browsers do; Python's codecs
are not asked by name: some of them are slow on purpose, some no character sets at all."""
_WORD = re.compile(r"=\?([^?\s]{1,40})\?([bq])\?([^?\s]*)\?=", re.IGNORECASE)
_WORDS = re.compile(rf"{_WORD.pattern}(?:\s+{_WORD.pattern})*", re.IGNORECASE)


def decoded(data: bytes, charset: str = "") -> str:
    """Return bytes as clean text: as declared, else as UTF-8, else as windows-1254, which reads anything."""
    for codec in (CODECS.get(charset.strip().lower(), ""), "utf-8"):
        if codec:
            try:
                return clean(data.decode(codec))
            except UnicodeDecodeError:
                continue
    return clean(data.decode("cp1254", "replace"))


def header_text(raw: str) -> str:
    """Return a header's value as one line of text.

    Encoded words (RFC 2047) are decoded, those of one character set that follow each other together: careless senders
    cut letters in two. Bytes that a header may not hold are read as `decoded` reads them.
    """
    text = decoded(raw.encode("utf-8", "surrogateescape"))
    return one_line(_WORDS.sub(lambda found: _decoded_words(found[0]), text))


def _decoded_words(words: str) -> str:
    found = [(charset.lower().partition("*")[0], _bytes(how, text)) for charset, how, text in _WORD.findall(words)]
    return "".join(decoded(b"".join(it for _, it in run), charset) for charset, run in groupby(found, lambda it: it[0]))


def _bytes(how: str, text: str) -> bytes:
    data = text.encode("utf-8")
    if how in "qQ":
        return binascii.a2b_qp(data, header=True)
    try:
        return binascii.a2b_base64(data + b"==")
    except binascii.Error:
        return data
