"""Database triggers that refuse to change or remove rows of a table, on PostgreSQL and SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

POSTGRESQL = """
CREATE OR REPLACE FUNCTION {table}_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'append-only: {table}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER {table}_row BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_stays();
CREATE TRIGGER {table}_all BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {table}_stays();
"""
POSTGRESQL_OFF = """
DROP TRIGGER IF EXISTS {table}_row ON {table};
DROP TRIGGER IF EXISTS {table}_all ON {table};
"""
SQLITE = (
    "CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END",
    "CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END",
)
SQLITE_OFF = ("DROP TRIGGER IF EXISTS {table}_update", "DROP TRIGGER IF EXISTS {table}_delete")


def _run(editor: BaseDatabaseSchemaEditor, postgresql: str, sqlite: tuple[str, ...], table: str) -> None:
    statements = (postgresql,) if editor.connection.vendor == "postgresql" else sqlite
    for statement in statements:
        editor.execute(statement.format(table=table), params=None)


def guard(table: str) -> migrations.RunPython:
    """Return the migration operation that makes a table append-only.

    Must be repeated after any migration that alters the table: SQLite remakes it and drops its triggers silently.
    """

    def on(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        off(apps, editor)
        _run(editor, POSTGRESQL, SQLITE, table)

    def off(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
        _run(editor, POSTGRESQL_OFF, SQLITE_OFF, table)

    return migrations.RunPython(on, off)


@contextmanager
def unguarded(*tables: str) -> Iterator[None]:
    """Lift the triggers for a while: retention erasure, restore and test flushes only."""
    with connection.schema_editor() as editor:
        for table in tables:
            _run(editor, POSTGRESQL_OFF, SQLITE_OFF, table)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            for table in tables:
                _run(editor, POSTGRESQL, SQLITE, table)
