"""Triggers that a table may carry, on PostgreSQL and SQLite, and the migration operation that lays them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, migrations


@dataclass(frozen=True)
class Triggers:
    """What triggers of one kind are called on each engine, with `{table}` for the table that carries them."""

    postgresql: tuple[str, ...]
    postgresql_off: tuple[str, ...]
    sqlite: tuple[str, ...]
    sqlite_off: tuple[str, ...]

    def on(self, table: str) -> tuple[str, ...]:
        """Return the statements that lay the triggers on a table."""
        return _of(table, self.postgresql, self.sqlite)

    def off(self, table: str) -> tuple[str, ...]:
        """Return the statements that lift them, if there are any."""
        return _of(table, self.postgresql_off, self.sqlite_off)

    def laid(self, table: str) -> migrations.RunSQL:
        """Return the migration operation; SQL, since Python would have all models rendered for it."""
        return migrations.RunSQL((*self.off(table), *self.on(table)), self.off(table))


def _of(table: str, postgresql: tuple[str, ...], sqlite: tuple[str, ...]) -> tuple[str, ...]:
    texts = postgresql if connection.vendor == "postgresql" else sqlite
    return tuple(text.format(table=table) for text in texts)
