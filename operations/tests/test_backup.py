"""Backup and restore: a history made by acts comes back whole, into an empty place only; a changed byte is named."""

from __future__ import annotations

import json
import os
import shutil
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from applications.actions.start import start
from documents import store
from documents.intake import keep_bytes
from ledger.errors import GiveUp
from ledger.models import Step
from operations import manifest as manifests
from operations.backup import back_up
from operations.database import ask, state_of
from operations.restore import _put_key, restore
from operations.tests.elsewhere import empty_database, environment, manage, run
from registry.requirements import load_requirement_set

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engine]

BYTES = b"%PDF-1.7 deneme belgesi"


@pytest.fixture
def history(settings, tmp_path, firm, other_firm, compliance, at):
    """A firm with an application and a document, in a store of the test's own."""
    settings.DOCUMENTS_DIR = tmp_path / "store"
    load_requirement_set(at)
    application = start(firm.pk, by=compliance, at=at)
    return keep_bytes(
        BYTES,
        dossier=application.dossier,
        kind="evidence",
        title="Deneme",
        filename="deneme.pdf",
        media_type="application/pdf",
        at=at,
    )


@pytest.fixture
def saved(history, tmp_path, at):
    back_up(tmp_path / "saved", tmp_path / "saved-keys", at=at)
    return tmp_path / "saved"


@pytest.fixture
def elsewhere(tmp_path):
    with empty_database(tmp_path) as database:
        yield environment(tmp_path / "elsewhere", database)


def test_a_history_comes_back_whole_and_guarded(saved, elsewhere, tmp_path):
    done = run(elsewhere, "-c", RESTORED, str(saved), str(tmp_path / "again"))
    assert f"whole: {Step.objects.count()} steps" in done.stdout, done.stderr
    first, second = manifests.read(saved), manifests.read(tmp_path / "again")
    assert second.state == first.state
    assert second.state is not None
    assert second.state.triggers == state_of(ask).triggers != []
    assert list(second.files)[1:] == list(first.files)[1:] == [f"documents/{_place()}"]
    assert done.stdout.rstrip().endswith("saved again")
    assert done.returncode != 0
    assert "append-only: ledger_step" in done.stderr


RESTORED = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
from django.core.management import call_command
from django.db import connection
call_command("restore", sys.argv[1])
call_command("backup", sys.argv[2])
print("saved again")
connection.cursor().execute("DELETE FROM ledger_step")
"""
"""One process that restores, saves what it restored, and tries to remove a step of it."""


def test_the_manifest_tells_what_was_saved(saved):
    told = manifests.read(saved)
    assert told.engine == connection.vendor
    assert told.state == state_of(ask)
    assert told.state is not None
    assert told.state.counts["ledger_step"] == Step.objects.count() > 0
    assert told.files[f"documents/{_place()}"].size == len(BYTES)
    assert list(manifests.differing(saved, told)) == []
    assert list(manifests.read(saved.with_name("saved-keys")).files) == [
        "codes.key", "identity.key", "ledger.key", "secret.key"
    ]  # fmt: skip


def test_both_folders_are_for_their_owner_alone(saved):
    for folder in (saved, saved.with_name("saved-keys")):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((saved.with_name("saved-keys") / "ledger.key").stat().st_mode) == 0o600
    assert not list(saved.rglob("*.key"))


def test_what_is_written_after_the_snapshot_is_not_counted(history, tmp_path, at):
    """Documents without a saved row stay out: the database's moment decides."""
    store.put(b"no row names these bytes")
    manifest, _digest = back_up(tmp_path / "saved", tmp_path / "saved-keys", at=at)
    assert [name for name in manifest.files if name.startswith("documents/")] == [f"documents/{_place()}"]


def test_a_changed_byte_of_a_document_is_refused_by_name(saved, elsewhere, tmp_path):
    _flip(saved / "documents" / _place())
    done = manage(elsewhere, "restore", str(saved))
    assert done.returncode == 1
    assert f"documents/{_place()}: differs" in done.stderr
    assert not (tmp_path / "elsewhere" / "documents").exists()  # nothing was written


def test_a_changed_byte_of_the_dump_is_refused_by_name(saved):
    name = next(iter(manifests.read(saved).files))
    _flip(saved / name)
    with pytest.raises(GiveUp, match=f"{name}: differs"):
        restore(saved, saved.with_name("saved-keys"))


def test_a_missing_a_foreign_and_an_outside_file_are_named(saved):
    told = manifests.read(saved)
    (saved / "documents" / _place()).unlink()
    (saved / "fazla.txt").write_text("fazla")
    (saved.parent / "disarida.txt").write_text("dışarıda")
    told = replace(told, files=told.files | {"../disarida.txt": manifests.entry_of(saved.parent / "disarida.txt")})
    assert list(manifests.differing(saved, told)) == [
        f"documents/{_place()}: missing",
        "../disarida.txt: outside the backup",
        "fazla.txt: not in the manifest",
    ]


def test_a_place_that_is_not_empty_is_refused(saved, settings):
    with pytest.raises(GiveUp, match="the database is not empty"):
        restore(saved, saved.with_name("saved-keys"))


def test_a_store_that_is_not_empty_is_refused(saved, elsewhere, tmp_path):
    (tmp_path / "elsewhere" / "documents").mkdir(parents=True)
    (tmp_path / "elsewhere" / "documents" / "eski").write_text("eski")
    done = manage(elsewhere, "restore", str(saved))
    assert done.returncode == 1
    assert "documents is not empty" in done.stderr


def test_production_never_overwrites_a_key(saved, settings, tmp_path):
    settings.PRODUCTION = True
    key, target = saved.with_name("saved-keys") / "ledger.key", tmp_path / "ledger.key"
    target.write_text("x" * 64)
    with pytest.raises(GiveUp, match=r"ledger\.key is not the saved key"):
        _put_key(key, target)
    assert target.read_text() == "x" * 64


def test_other_keys_do_not_open_the_history(saved, elsewhere):
    """A backup whose keys were exchanged restores, but its history does not verify and the command says so."""
    keys = saved.with_name("saved-keys")
    (keys / "ledger.key").write_text("test-" + "x" * 60)
    told = manifests.read(keys)
    replace(told, files=told.files | {"ledger.key": manifests.entry_of(keys / "ledger.key")}).write(keys)
    done = manage(elsewhere, "restore", str(saved))
    assert done.returncode == 1
    assert "restored, but verify_history failed" in done.stderr
    assert "mac" in done.stderr


def test_a_missing_document_and_a_damaged_one_stop_the_backup(history, tmp_path, at):
    path = store.path(history.sha256)
    _flip(path)
    with pytest.raises(GiveUp, match=f"{history.sha256} is damaged"):
        back_up(tmp_path / "a", tmp_path / "a-keys", at=at)
    path.unlink()
    with pytest.raises(CommandError, match=f"{history.sha256} is named by a row and missing"):
        call_command("backup", tmp_path / "b")
    with pytest.raises(GiveUp, match="never finished"):
        manifests.read(tmp_path / "b")


def test_backup_wants_new_folders_and_the_keys_apart(history, saved, tmp_path, at):
    with pytest.raises(GiveUp, match="is not empty"):
        back_up(saved, tmp_path / "other-keys", at=at)
    with pytest.raises(GiveUp, match="apart"):
        back_up(tmp_path / "new", tmp_path / "new" / "keys", at=at)


def test_the_command_says_where_and_by_which_digest(history, tmp_path, capsys):
    call_command("backup", tmp_path / "told", keys=tmp_path / "elsewhere-keys")
    shown = capsys.readouterr().out
    assert str(tmp_path / "elsewhere-keys") in shown
    assert manifests.entry_of(tmp_path / "told" / manifests.NAME).sha256 in shown


@pytest.mark.parametrize("text", ["{", "[]", '{"format": 9}', '{"format": 1, "files": {}}'])
def test_a_manifest_that_cannot_be_read_is_named(tmp_path, text):
    (tmp_path / manifests.NAME).write_text(text)
    with pytest.raises(GiveUp, match=r"manifest\.json"):
        manifests.read(tmp_path)


def test_a_backup_of_another_engine_is_refused(saved):
    told = manifests.read(saved)
    replace(told, engine="oracle").write(saved)
    with pytest.raises(GiveUp, match="a backup of oracle cannot be restored"):
        restore(saved, saved.with_name("saved-keys"))


@pytest.mark.skipif(not shutil.which("pg_dump"), reason="says what is missing only where something is")
def test_a_missing_client_is_named(history, tmp_path, at, monkeypatch):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite needs no client")
    monkeypatch.setitem(os.environ, "PATH", str(tmp_path))
    with pytest.raises(GiveUp, match="pg_dump is missing: install"):
        back_up(tmp_path / "saved", tmp_path / "saved-keys", at=at)


def _place() -> str:
    from hashlib import sha256

    name = sha256(BYTES).hexdigest()
    return f"{name[:2]}/{name[2:4]}/{name}"


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def test_the_manifest_is_plain_json(saved):
    assert json.loads((saved / manifests.NAME).read_text())["format"] == manifests.FORMAT
