"""Database triggers that refuse to change or remove rows of a table, on PostgreSQL and SQLite."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, migrations

from ledger.triggers import Triggers

STAYS = Triggers(
    postgresql=(
        """
CREATE OR REPLACE FUNCTION {table}_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'append-only: {table}' USING ERRCODE = 'integrity_constraint_violation'; END $$
""",
        "CREATE TRIGGER {table}_row BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_stays()",
        "CREATE TRIGGER {table}_all BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_stays()",
    ),
    postgresql_off=("DROP TRIGGER IF EXISTS {table}_row ON {table}", "DROP TRIGGER IF EXISTS {table}_all ON {table}"),
    sqlite=(
        "CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END",
        "CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END",
    ),
    sqlite_off=("DROP TRIGGER IF EXISTS {table}_update", "DROP TRIGGER IF EXISTS {table}_delete"),
)


def guard(table: str) -> migrations.RunSQL:
    """Return the migration operation that makes a table append-only.

    Must be repeated after any migration that alters the table: SQLite remakes it and drops its triggers silently.
    """
    return STAYS.laid(table)


@contextmanager
def unguarded(*tables: str) -> Iterator[None]:
    """Lift the triggers for a while: retention erasure, restore and test flushes only."""
    _run(statement for table in tables for statement in STAYS.off(table))
    try:
        yield
    finally:
        _run(statement for table in tables for statement in STAYS.on(table))


def _run(statements: Iterable[str]) -> None:
    with connection.schema_editor() as editor:
        for statement in statements:
            editor.execute(statement, params=None)
