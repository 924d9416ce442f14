"""Rows as bytes: what a table holds, copied out and put back as it was, on both engines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from ledger.append_only import unguarded

Held = bytes | list[tuple[Any, ...]]
Rows = Mapping[str, Held]
RENEWED = "ledger_generation"
"""The token of what processes keep, which triggers renew whenever a kept table changes."""


_BEHIND = """
    SELECT t.relname, s.schemaname || '.' || s.sequencename, COALESCE(s.last_value, 0)
    FROM pg_sequences s
    JOIN pg_class c ON c.relname = s.sequencename AND c.relkind = 'S'
    JOIN pg_depend d ON d.objid = c.oid AND d.deptype IN ('a', 'i')
    JOIN pg_class t ON t.oid = d.refobjid
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid AND a.attname = 'id'
"""
"""Each table's numbers: rows that are put back may carry higher ones than a restored sequence has given."""


def tables() -> list[str]:
    """Return the tables that tests write to."""
    return sorted(set(connection.introspection.table_names()) - {"django_migrations"})


def rows_of(line: BaseDatabaseWrapper, table: str) -> Held:
    """Return what a table holds: as PostgreSQL sends it, or SQLite's values as they are stored."""
    line.ensure_connection()
    raw: Any = line.connection
    if line.vendor == "postgresql":
        with raw.cursor() as cursor, cursor.copy(f'COPY "{table}" TO STDOUT (FORMAT BINARY)') as copy:
            return b"".join(copy)
    columns = ", ".join(f'+"{row[1]}"' for row in raw.execute(f'PRAGMA table_info("{table}")'))
    return list(raw.execute(f'SELECT {columns} FROM "{table}"'))


def put_back(line: BaseDatabaseWrapper, rows: Rows) -> None:
    """Write rows into empty tables, within whatever transaction runs."""
    line.ensure_connection()
    raw: Any = line.connection
    for table, held in rows.items():
        if line.vendor == "postgresql":
            with raw.cursor() as cursor, cursor.copy(f'COPY "{table}" FROM STDIN (FORMAT BINARY)') as copy:
                copy.write(held)
        elif isinstance(held, list) and held:
            raw.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(held[0]))})', held)
    if line.vendor == "postgresql":
        with raw.cursor() as cursor:
            cursor.execute(_BEHIND)
            behind = {table: (name, last) for table, name, last in cursor.fetchall() if table in rows}
            asked = " UNION ALL ".join(f"SELECT '{it}', max(id) FROM \"{it}\"" for it in sorted(behind))
            for table, highest in cursor.execute(asked).fetchall() if asked else ():
                name, last = behind[table]
                if highest is not None and highest > last:
                    cursor.execute("SELECT setval(%s::regclass, %s)", [name, highest])


def put_back_beside(line: BaseDatabaseWrapper, rows: Rows) -> None:
    """Write and commit rows on a line of their own: who asks may have begun something on theirs that is taken back."""
    beside = line.copy()
    try:
        beside.ensure_connection()
        beside.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        put_back(beside, rows)
        beside.commit()
    finally:
        beside.close()


class Floor:
    """What every test finds in the database, and the way back to it for those that commit."""

    def __init__(self) -> None:
        """Remember what there is: nothing but what migrations and the session's beginning have stored."""
        self.tables = tables()
        held = {name: rows_of(connection, name) for name in self.filled(self.tables)}
        self.rows: Rows = held

    def filled(self, of: Iterable[str]) -> set[str]:
        """Return the tables that hold anything."""
        asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM \"{name}\")" for name in of)
        with connection.cursor() as cursor:
            cursor.execute(asked)
            return {name for (name,) in cursor.fetchall()}

    def sweep(self, guarded: Iterable[str]) -> None:
        """Empty what was filled, and put back what was changed of what every test finds."""
        written = self.filled(name for name in self.tables if name not in self.rows)
        changed = {name for name, held in self.rows.items() if rows_of(connection, name) != held}
        if not written | changed:
            return
        if connection.vendor == "postgresql":
            with transaction.atomic(), connection.cursor() as cursor:
                # no trigger speaks until the end of this transaction, and none has to be put on again after it
                cursor.execute("SET LOCAL session_replication_role = replica")
                self._empty(written, changed)
        else:
            with unguarded(*(written & set(guarded))), transaction.atomic():
                self._empty(written, changed)

    def _empty(self, written: set[str], changed: set[str]) -> None:
        with connection.cursor() as cursor:
            for name in written | changed:
                cursor.execute(f'DELETE FROM "{name}"')
        put_back(connection, {name: self.rows[name] for name in changed - {RENEWED}})
        if RENEWED in self.rows:  # last: where triggers speak, emptying and putting back renewed it
            with connection.cursor() as cursor:
                cursor.execute(f'DELETE FROM "{RENEWED}"')
            put_back(connection, {RENEWED: self.rows[RENEWED]})
