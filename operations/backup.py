"""Saving the installation: the database first, then the documents that its saved rows name; the keys apart.

Documents are stored before the row that names them commits and are never changed, so a backup is consistent although
the system runs. A folder without a manifest is no backup.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from documents import store
from ledger.chain import instant
from ledger.errors import GiveUp
from operations.database import FILES, document_digests, dumped, state_of
from operations.manifest import Entry, Manifest, entry_of

CHUNK = 1 << 20


def back_up(folder: Path, keys: Path, *, at: datetime) -> tuple[Manifest, str]:
    """Save everything into two new folders; return the manifest and its own SHA-256.

    Raises:
        GiveUp: a folder is not empty, the keys would lie with the data, or a document that a row names is not in the
            store as it was put there; what is written then has no manifest.
    """
    if keys.resolve().is_relative_to(folder.resolve()):
        raise GiveUp("the keys must lie apart from the data they open")
    for place in (folder, keys):
        _make(place)
    dump = folder / FILES[connection.vendor]
    with dumped(dump) as ask:
        state, digests = state_of(ask), document_digests(ask)
    files = {dump.name: entry_of(dump)}
    for sha256 in digests:
        place = Path("documents") / store.path(sha256).relative_to(settings.DOCUMENTS_DIR)
        files[str(place)] = _copy_document(sha256, folder / place)
    _save_keys(keys, at)
    manifest = Manifest(instant(at), files, connection.vendor, state)
    return manifest, manifest.write(folder)


def _make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(folder.iterdir()):
        raise GiveUp(f"{folder} is not empty")
    folder.chmod(0o700)


def _copy_document(sha256: str, target: Path) -> Entry:
    """Copy a document's bytes and recompute their digest on the way."""
    try:
        with store.open_file(sha256) as source:
            entry = _write(iter(lambda: source.read(CHUNK), b""), target)
    except FileNotFoundError:
        raise GiveUp(f"document {sha256} is named by a row and missing in the store") from None
    if entry.sha256 != sha256:
        raise GiveUp(f"document {sha256} is damaged in the store")
    return entry


def _save_keys(folder: Path, at: datetime) -> None:
    held = sorted(settings.ENV.keys_dir.glob("*.key"))
    files = {key.name: _write(iter([key.read_bytes()]), folder / key.name) for key in held}
    Manifest(instant(at), files).write(folder)


def _write(chunks: Iterator[bytes], target: Path) -> Entry:
    digest, size = hashlib.sha256(), 0
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with target.open("xb") as out:
        os.fchmod(out.fileno(), 0o600)
        for chunk in chunks:
            digest.update(chunk)
            size += out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    return Entry(digest.hexdigest(), size)
