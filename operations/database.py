"""The whole database as one file, and back: SQLite by its backup call, PostgreSQL by pg_dump and pg_restore."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.db import connection

from ledger import chain
from ledger.errors import GiveUp
from operations.manifest import State

Ask = Callable[[str], list[tuple[Any, ...]]]

PLAIN = ("--no-owner", "--no-privileges")
FILES = MappingProxyType({"sqlite": "database.sqlite3", "postgresql": "database.dump"})
TABLES = MappingProxyType(
    {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
    }
)
TRIGGERS = MappingProxyType(
    {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }
)


@contextmanager
def dumped(target: Path) -> Iterator[Ask]:
    """Write the database into one file, and let the caller ask exactly what that file holds, whoever writes meanwhile.

    Raises:
        GiveUp: the PostgreSQL client is missing or failed.
    """
    if connection.vendor == "sqlite":
        with closing(_sqlite(Path(connection.settings_dict["NAME"]), "ro")) as source, closing(_sqlite(target)) as copy:
            source.backup(copy)
        with closing(_sqlite(target, "ro", immutable=True)) as copy:
            yield lambda question: copy.execute(question).fetchall()
    else:
        with _snapshot() as (name, ask):
            _client(
                "pg_dump", "--format=custom", f"--snapshot={name}", "--no-owner", "--no-privileges", f"--file={target}"
            )
            yield ask
    _sync(target)


def load(source: Path) -> None:
    """Fill the empty database from the file.

    Raises:
        GiveUp: the PostgreSQL client is missing or failed; the database is then as empty as before.
    """
    connection.close()
    if connection.vendor == "sqlite":
        target = Path(connection.settings_dict["NAME"])
        with closing(_sqlite(source, "ro", immutable=True)) as held, closing(_sqlite(target)) as copy:
            held.backup(copy)
    else:
        name = f"--dbname={connection.settings_dict['NAME']}"
        _client(
            "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", name, str(source)
        )


def ask(question: str) -> list[tuple[Any, ...]]:
    """Ask the installation's database."""
    with connection.cursor() as cursor:
        cursor.execute(question)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def state_of(ask: Ask) -> State:
    """Return what a database of this installation's engine says of itself."""
    tables = sorted(name for (name,) in ask(TABLES[connection.vendor]))
    counts = {name: int(ask(f'SELECT count(*) FROM "{name}"')[0][0]) for name in tables}  # noqa: S608  # its own names
    heads = sorted(ask("SELECT number, head_n, head_digest FROM ledger_dossier"))
    digest = hashlib.sha256(chain.canonical({number: [n, head] for number, n, head in heads}).encode()).hexdigest()
    return State(counts, digest, sorted(name for (name,) in ask(TRIGGERS[connection.vendor])))


def document_digests(ask: Ask) -> list[str]:
    """Return the SHA-256 of every document that a database's rows name."""
    return sorted(sha256 for (sha256,) in ask("SELECT DISTINCT sha256 FROM documents_document"))


def _sqlite(path: Path, mode: str = "rwc", *, immutable: bool = False) -> sqlite3.Connection:
    """Open a file; `immutable` for one in a backup, beside which nothing may appear."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}&immutable={int(immutable)}", uri=True, timeout=20)


@contextmanager
def _snapshot() -> Iterator[tuple[str, Ask]]:
    """Hold one moment of a PostgreSQL database in a connection of its own, which pg_dump then sees too."""
    with closing(connection.copy()) as held:
        held.set_autocommit(False)
        with held.cursor() as cursor:

            def ask(question: str) -> list[tuple[Any, ...]]:
                cursor.execute(question)
                rows: list[tuple[Any, ...]] = cursor.fetchall()
                return rows

            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield ask("SELECT pg_export_snapshot()")[0][0], ask


def _client(program: str, *words: str) -> None:
    """Run one of PostgreSQL's own programs against the installation's database."""
    found = shutil.which(program)
    if found is None:
        raise GiveUp(f"{program} is missing: install the PostgreSQL client (Debian: apt-get install postgresql-client)")
    held = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    place = {variable: str(held[key]) for variable, key in names.items() if held[key]}
    done = subprocess.run([found, *words], env=os.environ | place, capture_output=True, text=True, check=False)  # noqa: S603  # fixed words, no shell
    if done.returncode:
        raise GiveUp(f"{program} failed: {' '.join(done.stderr.split())[-500:]}")


def _sync(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
