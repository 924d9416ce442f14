"""Reference data that a process keeps, parsed, until any of it changes.

Policies, holidays, requirement sets and the like change a few times a year and are asked for by every page. Whatever
changes such a table gives the one row of `Generation` another token in the same transaction (`renews`, triggers of the
database, so that nobody can forget it). A request that only looks reads the token once; what the process kept under
another token is asked anew. So a change is seen by the very next request of every process, and nothing ages by a clock.
Acts never see what is kept: whoever writes asks the database.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import migrations

from ledger.models import Generation
from ledger.reading import looking, once
from ledger.triggers import Triggers

P = ParamSpec("P")
R = TypeVar("R")

EVENTS = ("insert", "update", "delete")
SQLITE = """
CREATE TRIGGER {table}_renews_EVENT AFTER EVENT ON {table} BEGIN
INSERT INTO ledger_generation (id, token) VALUES (1, lower(hex(randomblob(16))))
ON CONFLICT (id) DO UPDATE SET token = excluded.token; END
"""
RENEWS = Triggers(
    postgresql=(
        """
CREATE OR REPLACE FUNCTION {table}_renews() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
INSERT INTO ledger_generation (id, token) VALUES (1, gen_random_uuid())
ON CONFLICT (id) DO UPDATE SET token = excluded.token; RETURN NULL; END $$
""",
        """
CREATE TRIGGER {table}_renews AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_renews()
""",
    ),
    postgresql_off=("DROP TRIGGER IF EXISTS {table}_renews ON {table}",),
    sqlite=tuple(SQLITE.replace("EVENT", event) for event in EVENTS),
    sqlite_off=tuple(f"DROP TRIGGER IF EXISTS {{table}}_renews_{event}" for event in EVENTS),
)

_kept: dict[Hashable, tuple[str, Any]] = {}


@once
def generation() -> str:
    """Return the token under which reference data is kept; empty while there is none."""
    return Generation.objects.values_list("token", flat=True).first() or ""


def kept(ask: Callable[P, R]) -> Callable[P, R]:
    """Mark a question about reference data.

    Its arguments are few plain values (a key, an id: never an instant), its answer is of tuples and plain values, or of
    rows that are only looked at: every request of the process is given the same one.
    """

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        token = generation() if looking() else ""
        if not token:
            return ask(*args, **kwargs)
        key = (ask, *args, *sorted(kwargs.items()))
        held = _kept.get(key)
        if held is None or held[0] != token:
            held = _kept[key] = (token, ask(*args, **kwargs))
        answer: R = held[1]
        return answer

    return asked


def renews(table: str) -> migrations.RunSQL:
    """Return the migration operation after which every change of a table begins a new generation.

    Must be repeated after any migration that alters the table: SQLite remakes it and drops its triggers silently.
    """
    return RENEWS.laid(table)
