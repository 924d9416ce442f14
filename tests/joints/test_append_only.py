"""Joint 5: what happened cannot be changed, whichever engine keeps it and whichever road is tried."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from conftest import GUARDED_TABLES
from ledger.append_only import unguarded
from ledger.models import Seal, Step
from ledger.seals import seal
from tests.races import POSTGRESQL, only_postgresql

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def execute(sql: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def triggers() -> set[tuple[str, str]]:
    """Return (table, trigger) of every trigger that the database has and fires."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O'"
            if POSTGRESQL
            else "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
        )
        return set(cursor.fetchall())


@pytest.mark.parametrize("table", GUARDED_TABLES)
def test_every_guarded_table_has_its_triggers_after_all_migrations(table):
    endings = ("row", "all") if POSTGRESQL else ("update", "delete")
    assert {(table, f"{table}_{ending}") for ending in endings} <= triggers()


def test_every_table_that_calls_itself_append_only_is_guarded():
    says_so = {model._meta.db_table for model in apps.get_models() if "append-only" in (model.__doc__ or "").lower()}
    assert says_so <= set(GUARDED_TABLES)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE ledger_step SET act = 'x'",
        "UPDATE ledger_step SET act = act WHERE n = 1",
        "DELETE FROM ledger_step",
        "UPDATE ledger_seal SET n = 7",
        "DELETE FROM ledger_seal WHERE n = 1",
    ],
)
def test_rows_are_neither_changed_nor_removed(firm, at, sql):
    seal(at)
    with pytest.raises(IntegrityError, match="append-only"):
        execute(sql)
    assert firm.dossier.steps.get().act == "accounts.register_firm"
    assert Seal.objects.get().n == 1


@only_postgresql
@pytest.mark.parametrize("table", GUARDED_TABLES)
def test_tables_are_not_truncated(table):
    with pytest.raises(IntegrityError, match="append-only"):
        execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.skipif(POSTGRESQL, reason="PostgreSQL has no INSERT OR REPLACE")
def test_rows_are_not_replaced(firm):
    columns = ", ".join(str(field.column) for field in Step._meta.concrete_fields)
    shown = columns.replace(", act,", ", 'x',")
    with pytest.raises(IntegrityError, match="append-only"):
        execute(f"INSERT OR REPLACE INTO ledger_step ({columns}) SELECT {shown} FROM ledger_step")
    assert firm.dossier.steps.get().act == "accounts.register_firm"


@only_postgresql
def test_an_upsert_does_not_change_a_row(firm):
    columns = ", ".join(f'"{field.column}"' for field in Step._meta.concrete_fields)
    with pytest.raises(IntegrityError, match="append-only"):
        execute(
            f"INSERT INTO ledger_step ({columns}) SELECT {columns} FROM ledger_step "
            "ON CONFLICT (id) DO UPDATE SET act = 'x'"
        )


@pytest.mark.django_db(transaction=True)
def test_triggers_come_back_after_they_were_lifted_even_when_something_failed(firm):
    before = triggers()

    def fail_while_lifted() -> None:
        with unguarded(*GUARDED_TABLES):
            refusing = {it for it in triggers() if "_renews" not in it[1]}  # those refuse nothing: ledger/kept.py
            assert not any(table in GUARDED_TABLES for table, _ in refusing)
            raise LookupError

    with pytest.raises(LookupError):
        fail_while_lifted()
    assert triggers() == before
    with pytest.raises(IntegrityError, match="append-only"):
        execute("DELETE FROM ledger_step")
