"""The store: files named by their own SHA-256, written once, never changed."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import IO

from django.conf import settings

CHUNK = 1 << 20
_DIGEST = re.compile(r"[0-9a-f]{64}")


def path(sha256: str) -> Path:
    """Return where the bytes of a digest lie: `ab/cd/<sha256>` under the documents folder.

    Raises:
        ValueError: this is no digest in lower-case hex.
    """
    if not _DIGEST.fullmatch(sha256):
        raise ValueError(f"not a SHA-256 digest: {sha256!r}")
    root: Path = settings.DOCUMENTS_DIR
    return root / sha256[:2] / sha256[2:4] / sha256


def put(data: bytes | IO[bytes]) -> tuple[str, int]:
    """Store bytes or a stream and return their SHA-256 and size.

    On the disk (file and folders) before it returns. The same bytes twice, or from two writers at once, are one file;
    a file found damaged is replaced.
    """
    root: Path = settings.DOCUMENTS_DIR
    draft = root / "incoming" / secrets.token_hex(16)
    _make(draft.parent)
    try:
        sha256, size = _write(draft, data)
        target = path(sha256)
        _make(target.parent)
        try:
            target.hardlink_to(draft)
        except FileExistsError:
            if not check(sha256):
                draft.replace(target)
        _sync(target.parent)
    finally:
        draft.unlink(missing_ok=True)
    return sha256, size


def read(sha256: str) -> bytes:
    """Return the stored bytes.

    Raises:
        FileNotFoundError: nothing is stored under this digest.
    """
    return path(sha256).read_bytes()


def open_file(sha256: str) -> BufferedReader:
    """Open the stored bytes for reading, as `read`."""
    return path(sha256).open("rb")


def check(sha256: str) -> bool:
    """Recompute the digest of what is stored; False where it differs or nothing is stored."""
    try:
        with open_file(sha256) as stored:
            return hashlib.file_digest(stored, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False


def _write(draft: Path, data: bytes | IO[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with draft.open("xb") as out:
        os.fchmod(out.fileno(), 0o600)
        for chunk in _chunks(data):
            digest.update(chunk)
            size += out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest(), size


def _chunks(data: bytes | IO[bytes]) -> Iterator[bytes]:
    if isinstance(data, bytes):
        yield data
        return
    while chunk := data.read(CHUNK):
        yield chunk


def _make(folder: Path) -> None:
    """Make a folder and its missing parents; a folder's name is on the disk once its parent is synced."""
    if folder.is_dir():
        return
    _make(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _sync(folder.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
