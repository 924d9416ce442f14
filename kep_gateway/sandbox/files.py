"""Files that are whole or absent, whatever is cut off in between."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def read(path: Path) -> dict[str, Any]:
    """Return the object that a JSON file holds."""
    held: dict[str, Any] = json.loads(path.read_text())
    return held


def as_json(value: object) -> bytes:
    """Return an object as the bytes of a JSON file."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def put(place: Path, files: Mapping[str, bytes]) -> None:
    """Make a folder with files so that it is whole or absent, and survives a power cut; the first one there stays."""
    draft = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    for name, data in files.items():
        write(draft / name, data)
    try:
        draft.rename(place)
    except OSError:
        shutil.rmtree(draft)
        if not place.exists():
            raise
    _sync(place.parent)


def write(path: Path, data: bytes) -> None:
    """Write a file so that it is whole or absent, and survives a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with draft.open("xb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
