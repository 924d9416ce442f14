"""`verify_history`: whatever is changed behind the application's back is found and named."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import Firm, User
from conftest import GUARDED_TABLES, T0
from ledger import chain
from ledger.append_only import STAYS
from ledger.models import Audience, Dossier, Seal, Step
from ledger.seals import seal, seal_due, text_of
from ledger.tests.test_chain import write
from ledger.verification import Finding, verify

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture(autouse=True)
def _lifted(db: None) -> None:
    """Lift the triggers inside the test's own transaction, which brings them back when it ends."""
    with connection.cursor() as cursor:
        for table in GUARDED_TABLES:
            for statement in STAYS.off(table):
                cursor.execute(statement)


def behind_the_back(text: str, *values: Any) -> None:
    """Do what somebody with the database's password could."""
    with connection.cursor() as cursor:
        cursor.execute(text, values)


def put(step: Step, **columns: Any) -> None:
    """Set columns of a Step as somebody with the database's password could."""
    fields = [field for field in Step._meta.concrete_fields if field.name in columns]
    stored = [field.get_db_prep_save(columns[field.name], connection) for field in fields]
    names = ", ".join(f'"{field.column}" = %s' for field in fields)
    behind_the_back(f"UPDATE ledger_step SET {names} WHERE id = %s", *stored, step.pk)


def found() -> list[Finding]:
    return list(verify())


def first() -> Finding:
    return found()[0]


@pytest.fixture
def history(firm: Firm) -> list[Step]:
    """Four Steps in the firm's dossier."""
    for n in range(3):
        write(firm, n=n, truth=True, il="Şırnak")
    return list(firm.dossier.steps.order_by("n"))


def test_a_whole_history_is_whole(history):
    out = io.StringIO()
    call_command("verify_history", stdout=out)
    assert f"whole: {Step.objects.count()} steps" in out.getvalue()


def changes(step: Step, officer: User, other: Dossier) -> dict[str, tuple[dict[str, Any], set[str]]]:
    """Return for every column of a Step another value, and the keys that must be named."""
    return {
        "dossier": ({"dossier": other.pk, "n": 2}, {"dossier", "n", "previous"}),
        "n": ({"n": 17}, {"n"}),
        "act": ({"act": "planted.other"}, {"act"}),
        "subject": ({"subject": "ledger.dossier:0"}, {"subject"}),
        "before": ({"before": "x"}, {"before"}),
        "after": ({"after": "x"}, {"after"}),
        "by": ({"rule": "", "by": officer.pk}, {"by", "rule"}),
        "rule": ({"rule": "other"}, {"rule"}),
        "at": ({"at": step.at + timedelta(microseconds=1)}, {"at"}),
        "recorded_at": ({"recorded_at": step.recorded_at + timedelta(days=1)}, {"recorded_at"}),
        "clause": ({"clause": "7/d"}, {"clause"}),
        "ground": ({"ground": "x"}, {"ground"}),
        "audience": ({"audience": Audience.MINISTRY}, {"audience"}),
        "facts": ({"facts": {**step.facts, "n": 9}}, {"facts"}),
        "documents": ({"documents": ["0" * 64]}, {"documents"}),
        "previous": ({"previous": "0" * 64}, {"previous"}),
        "canonical": ({"canonical": step.canonical.replace("Şırnak", "Iğdır")}, {"canonical"}),
        "digest": ({"digest": "0" * 64}, {"digest", "mac"}),
        "mac": ({"mac": "0" * 64}, {"mac"}),
    }


def test_every_column_is_watched_and_the_first_altered_row_is_named(history, officer, other_firm):
    """All columns but the row's own id, which no legal text rests on."""
    step = history[2]
    kept = {field.attname: getattr(step, field.attname) for field in Step._meta.concrete_fields}
    altered = changes(step, officer, other_firm.dossier)
    assert set(altered) == {field.name for field in Step._meta.concrete_fields} - {"id"}
    for column, (values, keys) in altered.items():
        put(step, **values)
        finding, number = first(), history[0].dossier.number
        if column in {"dossier", "n"}:  # its place is empty, and where it went it does not belong
            assert finding == Finding(f"Step {number}/3", ("missing",)), column
            assert any(keys <= set(it.keys) for it in found()), column
        else:
            assert finding == Finding(f"Step {number}/3", tuple(sorted(keys))), column
        put(step, **{name.removesuffix("_id"): kept[name] for name in kept if name != "id"})
        assert found() == [], column


def test_another_person_in_the_place_of_the_author_is_named(history, officer):
    put(history[0], by=officer.pk)
    assert first() == Finding(f"Step {history[0].dossier.number}/1", ("by",))


def test_python_holds_one_and_true_to_be_equal_but_we_do_not(history):
    put(history[1], facts={**history[1].facts, "truth": 1})
    assert first().keys == ("facts",)


def test_a_canonical_text_that_is_none_is_named(history):
    kept, row = history[1], f"Step {history[0].dossier.number}/2"
    for nonsense in ("", "{", "[]", "7", "null"):
        put(kept, canonical=nonsense)
        assert first() == Finding(row, ("canonical",))
        put(kept, canonical=nonsense, digest=chain.digest(nonsense))
        assert set(first().keys) == {"canonical", "mac"}
        put(kept, canonical=kept.canonical, digest=kept.digest)
    assert found() == []


def rewritten(step: Step, **values: Any) -> dict[str, Any]:
    """Return the columns that a forger without the key can make fit."""
    for name, value in values.items():
        setattr(step, name, value)
    text = chain.canonical(chain.content_of(step, step.dossier.number))
    return {**values, "canonical": text, "digest": chain.digest(text)}


def test_a_forger_who_recomputes_every_digest_lacks_the_key(history):
    previous = history[0].digest
    for step in history[1:]:
        columns = rewritten(step, previous=previous, clause="7/d")
        put(step, **columns)
        previous = columns["digest"]
    behind_the_back("UPDATE ledger_dossier SET head_digest = %s WHERE id = %s", previous, history[0].dossier_id)
    assert [it.keys for it in found()] == [("mac",)] * 3
    assert first().row.endswith("/2")


def test_a_step_removed_from_the_middle_is_missed(history):
    behind_the_back("DELETE FROM ledger_step WHERE id = %s", history[1].pk)
    assert found() == [Finding(f"Step {history[0].dossier.number}/2", ("missing",))]


def test_the_first_step_removed_is_missed(history):
    behind_the_back("DELETE FROM ledger_step WHERE id = %s", history[0].pk)
    assert first() == Finding(f"Step {history[0].dossier.number}/1", ("missing",))


def test_a_tail_cut_off_is_missed_by_the_dossiers_head(history):
    behind_the_back("DELETE FROM ledger_step WHERE id = %s", history[3].pk)
    assert found() == [Finding(f"Dossier {history[0].dossier.number}", ("head",))]


def test_a_tail_cut_off_with_its_head_is_missed_by_the_seal(history, at):
    seal(at)
    behind_the_back("DELETE FROM ledger_step WHERE id = %s", history[3].pk)
    behind_the_back(
        "UPDATE ledger_dossier SET head_n = 3, head_digest = %s WHERE id = %s",
        history[2].digest,
        history[3].dossier_id,
    )
    assert found() == [Finding(f"Dossier {history[0].dossier.number}", ("sealed head 4",))]


@pytest.mark.parametrize(("column", "value"), [("head_n", 9), ("head_digest", "0" * 64), ("number", "BSV-2026-999999")])
def test_an_altered_dossier_is_named(history, column, value):
    behind_the_back(f"UPDATE ledger_dossier SET {column} = %s WHERE id = %s", value, history[0].dossier_id)
    expected = "Step BSV-2026-999999/1: dossier" if column == "number" else f"Dossier {history[0].dossier.number}: head"
    assert str(first()) == expected


def test_every_column_of_a_seal_is_watched(history, at):
    made = seal(at)
    assert made
    altered: dict[str, tuple[Any, set[str]]] = {
        "n": (5, {"n", "digest"}),
        "sealed_at": (T0 + timedelta(hours=1), {"digest"}),
        "heads": ({}, {"digest"}),
        "previous": ("0" * 64, {"digest", "previous"}),
        "digest": ("0" * 64, {"digest", "mac"}),
        "mac": ("0" * 64, {"mac"}),
    }
    fields = {field.name: field for field in Seal._meta.concrete_fields if field.name != "id"}
    assert set(altered) == set(fields)
    for column, (value, keys) in altered.items():
        for stored in (value, getattr(made, column)):
            ready = fields[column].get_db_prep_save(stored, connection)
            behind_the_back(f"UPDATE ledger_seal SET {column} = %s WHERE id = %s", ready, made.pk)
            assert set(first().keys if found() else ()) == (keys if stored == value else set()), column


@pytest.mark.parametrize("nonsense", ["[]", "7", "null", '{"BSV": 7}', '{"BSV": [1]}', '{"BSV": ["x", 2]}'])
def test_heads_of_a_seal_that_are_none_are_named(history, at, nonsense):
    seal(at)
    behind_the_back("UPDATE ledger_seal SET heads = %s", nonsense)
    assert found() == [Finding("Seal 1", ("digest",))]


def test_a_seal_made_without_the_key_is_found(history, at):
    made = seal(at)
    assert made
    made.heads = {}
    behind_the_back("UPDATE ledger_seal SET heads = '{}', digest = %s", chain.digest(text_of(made)))
    assert first() == Finding("Seal 1", ("mac",))


def test_the_command_ends_with_an_error_and_names_the_first(history):
    put(history[1], clause="7/d")
    out = io.StringIO()
    with pytest.raises(CommandError, match=f"first: Step {history[0].dossier.number}/2: clause"):
        call_command("verify_history", stdout=out)
    assert "/2: clause" in out.getvalue()


def test_a_day_is_sealed_once_and_only_what_moved(history, other_firm, at, day):
    assert seal_due(at)
    one = seal(at)
    assert one
    assert {history[0].dossier.number, other_firm.dossier.number} <= set(one.heads)
    assert one.heads[history[0].dossier.number] == [4, history[3].digest]
    assert not seal_due(at + timedelta(hours=11))  # 23:00 in Istanbul
    assert seal_due(at + timedelta(hours=12))  # midnight there
    assert seal(day(1)) is None
    step = write(other_firm, n=1)
    two = seal(day(2))
    assert two
    assert two.heads == {other_firm.dossier.number: [2, step.digest]}
    assert (two.n, two.previous) == (2, one.digest)
    assert found() == []
