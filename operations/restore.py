"""Bringing a saved installation back into an empty place. Everything is checked before anything is written."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from django.conf import settings
from django.db import connection

from documents import store
from ledger.errors import GiveUp
from operations.database import ask, document_digests, load, state_of
from operations.manifest import Manifest, State, differing, read


def restore(folder: Path, keys: Path) -> Manifest:
    """Check the backup, put back keys, database and documents, and compare what came out with the manifest.

    The history itself is verified afterwards, by a process that reads the restored keys.

    Raises:
        GiveUp: a file differs (the first is named), the place is not empty or of another engine, its keys are others.
    """
    manifest, saved_keys = read(folder), read(keys)
    first = next(chain(differing(folder, manifest), differing(keys, saved_keys)), None)
    if first:
        raise GiveUp(f"the backup is not as it was made: {first}")
    if manifest.engine != connection.vendor or manifest.state is None:
        raise GiveUp(f"a backup of {manifest.engine or 'keys'} cannot be restored into {connection.vendor}")
    _check_empty()
    for name in saved_keys.files:
        _put_key(keys / name, settings.ENV.keys_dir / name)
    database, *documents = manifest.files
    load(folder / database)
    for name in documents:
        with (folder / name).open("rb") as file:
            store.put(file)
    _compare(manifest.state)
    return manifest


def _check_empty() -> None:
    if tables := connection.introspection.table_names():
        raise GiveUp(f"the database is not empty: it has {len(tables)} tables")
    held: Path = settings.DOCUMENTS_DIR
    if any(path.is_file() for path in held.rglob("*")):
        raise GiveUp(f"{held} is not empty")


def _put_key(saved: Path, target: Path) -> None:
    """Put a key in its place.

    Demo and tests make keys of their own as they start; those open nothing in an empty place and are moved aside.
    Production's were put there by a person, so others than the saved ones are a mistake that a person mends.
    """
    if target.exists() and target.read_bytes() == saved.read_bytes():
        return
    if settings.PRODUCTION:
        raise GiveUp(f"{target} is not the saved key: copy {saved} there first")
    target.replace(target.with_name(f"{target.name}.before-restore"))
    target.touch(mode=0o600)
    target.write_bytes(saved.read_bytes())


def _compare(saved: State) -> None:
    """Refuse a restored database that is not what was saved: rows, heads, and the triggers that keep history."""
    found = state_of(ask)
    for table in sorted(saved.counts.keys() | found.counts.keys()):
        if saved.counts.get(table) != found.counts.get(table):
            raise GiveUp(f"{table}: {found.counts.get(table)} rows, saved were {saved.counts.get(table)}")
    if found.heads != saved.heads:
        raise GiveUp("the dossiers' heads are not those that were saved")
    if lost := sorted(set(saved.triggers) - set(found.triggers)):
        raise GiveUp(f"trigger {lost[0]} did not come back")
    if absent := next((sha256 for sha256 in document_digests(ask) if not store.path(sha256).exists()), None):
        raise GiveUp(f"document {absent} is named by a row and missing in the backup")
