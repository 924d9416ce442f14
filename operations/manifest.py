"""The manifest of a backup: which files it has, byte for byte, and what the saved database said of itself."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from ledger.errors import GiveUp

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True)
class Entry:
    """One file: its SHA-256 in hex, its size in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True)
class State:
    """What a database says of itself: rows of every table, the digest of all dossiers' heads, its triggers."""

    counts: dict[str, int]
    heads: str
    triggers: list[str]


@dataclass(frozen=True)
class Manifest:
    """What one folder of a backup holds; `files` in the order in which they are checked; keys have no database."""

    made_at: str
    files: dict[str, Entry]
    engine: str = ""
    state: State | None = None

    def write(self, folder: Path) -> str:
        """Write the manifest, last of all files and whole or not at all, and return its own SHA-256."""
        text = json.dumps({"format": FORMAT, **asdict(self)}, indent=1, ensure_ascii=False) + "\n"
        draft = folder / f".{NAME}"
        with draft.open("w") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(folder / NAME)
        return hashlib.sha256(text.encode()).hexdigest()


def read(folder: Path) -> Manifest:
    """Return the manifest of a folder.

    Raises:
        GiveUp: there is none, or none that this version can read.
    """
    try:
        held = json.loads((folder / NAME).read_text())
        if held["format"] != FORMAT:
            raise GiveUp(f"{folder / NAME}: format {held['format']}, not {FORMAT}")
        files = {name: Entry(**entry) for name, entry in held["files"].items()}
        state = None if held["state"] is None else State(**held["state"])
        return Manifest(made_at=held["made_at"], files=files, engine=held["engine"], state=state)
    except FileNotFoundError:
        raise GiveUp(f"{folder} has no {NAME}: it is no backup, or one that was never finished") from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise GiveUp(f"{folder / NAME} cannot be read: {type(error).__name__}") from error


def differing(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Yield, in the manifest's order, each file that is missing or other than it was, then each that is not listed."""
    for name, entry in manifest.files.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder.resolve()):
            yield f"{name}: outside the backup"
        elif not path.is_file():
            yield f"{name}: missing"
        elif entry_of(path) != entry:
            yield f"{name}: differs"
    held = (str(path.relative_to(folder)) for path in sorted(folder.rglob("*")) if path.is_file())
    yield from (f"{name}: not in the manifest" for name in held if name not in manifest.files and name != NAME)


def entry_of(path: Path) -> Entry:
    """Return what a file is."""
    with path.open("rb") as file:
        return Entry(hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size)
