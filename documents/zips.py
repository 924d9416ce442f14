"""Guards against hostile zip files, before anything is unpacked. Our own: Python 3.11.7 lacks the overlap check."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from itertools import pairwise
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST_ENTRIES = 2_000
MOST_UNPACKED = 200 << 20
MOST_RATIO = 100
SMALL = 1 << 20
"""Entries below this size may be packed as well as they like: plain XML shrinks a lot and does no harm."""
PACKINGS = (ZIP_STORED, ZIP_DEFLATED)
"""What Word itself uses; others only bring more code that reads hostile bytes."""
NESTED = (".zip", ".jar", ".7z", ".rar", ".gz", ".docx", ".docm", ".xlsx", ".xlsm", ".pptx", ".pptm")
_LOCAL_HEADER = struct.Struct("<4s22xHH")


class UnsafeZip(Exception):
    """The zip is not to be unpacked."""

    def __init__(self, code: str, message: str | Promise) -> None:
        self.code, self.message = code, message
        super().__init__(code)


BOMB = _("The file would unpack to something far larger than it is; it is not accepted.")
DAMAGED = _("The file is damaged or incomplete; it cannot be opened.")


def check_zip(data: bytes) -> None:
    """Refuse too many entries, too much or too dense content, overlaps, nested archives, passwords and bad sums.

    Raises:
        UnsafeZip: with its code and sentence.
    """
    try:
        with ZipFile(BytesIO(data)) as parts:
            entries = parts.infolist()
            _check_sizes(entries)
            _check_entries(data, entries, parts.start_dir)
            for entry in entries:
                _check_inside(parts, entry)
    except (BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError) as error:
        raise UnsafeZip("unreadable", DAMAGED) from error


def _check_sizes(entries: list[ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES or sum(it.file_size for it in entries) > MOST_UNPACKED:
        raise UnsafeZip("zip_bomb", BOMB)
    if any(it.file_size > SMALL and it.file_size > MOST_RATIO * max(it.compress_size, 1) for it in entries):
        raise UnsafeZip("zip_bomb", BOMB)


def _check_entries(data: bytes, entries: list[ZipInfo], end: int) -> None:
    """Refuse entries that share bytes, twice-named ones, password-protected ones, and archives within."""
    if len({it.filename for it in entries}) < len(entries):
        raise UnsafeZip("unreadable", DAMAGED)
    if any(it.compress_type not in PACKINGS for it in entries):
        raise UnsafeZip("unreadable", DAMAGED)
    if any(it.flag_bits & 1 for it in entries):
        raise UnsafeZip("encrypted", _("The file is protected by a password; send it without one."))
    if any(it.filename.lower().endswith(NESTED) for it in entries):
        raise UnsafeZip("nested", _("The file contains another packed file; send that one by itself."))
    spans = sorted(_span(data, it) for it in entries)
    if any(first[1] > second[0] for first, second in pairwise([*spans, (end, end)])):
        raise UnsafeZip("zip_bomb", BOMB)


def _span(data: bytes, entry: ZipInfo) -> tuple[int, int]:
    start = entry.header_offset
    mark, name, extra = _LOCAL_HEADER.unpack_from(data, start)
    if mark != b"PK\x03\x04":
        raise UnsafeZip("unreadable", DAMAGED)
    return start, start + _LOCAL_HEADER.size + name + extra + entry.compress_size


def _check_inside(parts: ZipFile, entry: ZipInfo) -> None:
    """Unpack one entry to its declared size, never beyond; its check sum must hold and it must be no archive."""
    with parts.open(entry) as inside:
        if inside.read(4) == b"PK\x03\x04":
            raise UnsafeZip("nested", _("The file contains another packed file; send that one by itself."))
        while inside.read(1 << 20):
            pass
