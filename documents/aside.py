"""Files laid aside for a day: chosen in a form that came back with a fault, so that nobody chooses them again.

They lie outside the store and no row speaks of them. A signed token names a file, its owner and when it came; whoever
else shows it is told that there is nothing. `sweep` removes what nobody took up.
"""

from __future__ import annotations

import os
import re
import secrets
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.signing import BadSignature, Signer

KEPT_FOR = timedelta(days=1)
MOST = 5
"""How many files of one person lie aside; a further one takes the place of the oldest."""
_CHUNK = 1 << 20
_KEY = re.compile(r"[0-9a-f]{32}")


class NotYours(Exception):
    """The token is no token of ours, or somebody else's."""


def lay(upload: UploadedFile[Any], *, owner: int, at: datetime) -> str:
    """Keep an upload's bytes for its owner, and return the token by which its next form finds them."""
    folder, key = _folder(owner), secrets.token_hex(16)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in _oldest_first(folder)[: -(MOST - 1)]:
        old.unlink(missing_ok=True)
    upload.seek(0)
    with (folder / key).open("xb") as out:
        os.fchmod(out.fileno(), 0o600)
        while chunk := upload.read(_CHUNK):
            out.write(chunk)
    os.utime(folder / key, (at.timestamp(), at.timestamp()))
    return _signer().sign_object({"owner": owner, "key": key, "name": upload.name})


def take(token: str, *, owner: int, at: datetime) -> UploadedFile[Any] | None:
    """Return the file of a token as if it had just been chosen; None where its day is over.

    Raises:
        NotYours: the token is forged or another person's.
    """
    try:
        said = _signer().unsign_object(token)
    except (BadSignature, ValueError) as error:
        raise NotYours from error
    if said["owner"] != owner or not _KEY.fullmatch(said["key"]):
        raise NotYours
    held = _folder(owner) / said["key"]
    try:
        file = held.open("rb")
    except FileNotFoundError:
        return None
    if _came(held) <= at - KEPT_FOR:
        file.close()
        return None
    return UploadedFile(file, said["name"], size=held.stat().st_size)


def sweep(at: datetime) -> int:
    """Remove what has lain for a day, and return how many files that were."""
    over = [it for it in _root().glob("*/*") if _came(it) <= at - KEPT_FOR]
    for held in over:
        held.unlink(missing_ok=True)
    return len(over)


def _root() -> Path:
    root: Path = settings.ASIDE_DIR
    return root


def _folder(owner: int) -> Path:
    return _root() / str(owner)


def _oldest_first(folder: Path) -> list[Path]:
    return sorted(folder.iterdir(), key=_came)


def _came(held: Path) -> datetime:
    try:
        return datetime.fromtimestamp(held.stat().st_mtime, UTC)
    except FileNotFoundError:  # another worker was first
        return datetime.min.replace(tzinfo=UTC)


def _signer() -> Signer:
    return Signer(salt="documents.aside")
