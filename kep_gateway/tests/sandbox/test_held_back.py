"""One message, one piece of evidence or one name that is off keeps nothing else from us."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import Notice
from kep_gateway.outbox import collect, deliver
from kep_gateway.proof import archive
from kep_gateway.providers.protocol import Issued
from kep_gateway.providers.ptt import PttProvider
from kep_gateway.providers.wire import Lost
from kep_gateway.sandbox import play
from kep_gateway.sandbox.house import House
from kep_gateway.tests.conftest import FRIDAY, Post
from kep_gateway.tests.sandbox.provider import message, scenario
from law.clock import moved
from ledger.errors import TryLater

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
HERE = "kep_gateway.tests.sandbox.test_held_back"
HOUR = timedelta(hours=1)


class Misnaming(PttProvider):
    """Names every file it gives after an XML file, whatever it is."""

    def evidence_for(self, message_id: str) -> list[Issued]:
        return [replace(one, filename="delil.xml") for one in super().evidence_for(message_id)]


class Garbling(PttProvider):
    """Its answer about the first thing it is asked to give can never be read."""

    def _call(self, operation: str, **fields: Any) -> Any:
        if operation == "Indir" and fields["kepId"] == self.first(fields["dizin"]):
            raise Lost("unreadable answer")
        if operation == "PaketDelilIndir" and fields["delilId"].endswith("-10"):
            raise Lost("unreadable answer")
        return super()._call(operation, **fields)

    def first(self, directory: str) -> str:
        return str(super()._call("PaketSorgula", dizin=directory)["kepId"][0])


@pytest.mark.parametrize("family", ["wrapped", "alone", "record"])
def test_the_archive_goes_by_bytes_and_not_by_names(post: Post, kep_folder: Path, settings, tmp_path, family: str):
    settings.KEP_PROVIDER = f"{HERE}.Misnaming"
    scenario(kep_folder, **{"*": {"family": family}})
    post()
    for at in (FRIDAY, FRIDAY + 2 * HOUR):
        with moved(at):
            deliver(at)
            collect(at)
    with ZipFile(BytesIO(archive(Notice.objects.get(), at=FRIDAY + 3 * HOUR))) as packed:
        packed.extractall(tmp_path / "arsiv")
    told = (tmp_path / "arsiv" / "OKUYUN.txt").read_text()
    commands = [line for line in told.splitlines() if line.startswith(("openssl cms", "xmlsec1"))]
    assert len(commands) == 4
    for command in commands:
        done = subprocess.run(command, shell=True, cwd=tmp_path / "arsiv", capture_output=True, text=True, check=False)
        assert done.returncode == 0, (command, done.stderr)


def test_a_message_whose_answer_is_garbled_blocks_none_behind_it(kep_folder: Path):
    kep = Garbling()
    with moved(FRIDAY):
        number = kep.hand_over(message(), kep.pack(message()))
    held = House().message(number)
    for hour in (1, 2, 3):
        with moved(FRIDAY + hour * HOUR):
            play.answer(House(), held, subject=str(hour), text="x")
    with moved(FRIDAY + timedelta(days=1)):
        assert [House().message(it.message_id).subject for it in kep.inbox()] == ["2", "3"]
        for it in kep.inbox():
            kep.acknowledge(it.message_id)
        with pytest.raises(TryLater):
            kep.inbox()


def test_a_piece_that_is_garbled_hides_no_other(post: Post, kep_folder: Path, settings):
    settings.KEP_PROVIDER = f"{HERE}.Garbling"
    post()
    for at in (FRIDAY, FRIDAY + 2 * HOUR):
        with moved(at):
            deliver(at)
            collect(at)
    assert Notice.objects.get().status == NoticeStatus.SERVED


def test_an_account_of_another_name_than_the_institution_s_is_believed(post: Post, kep_folder: Path, settings):
    settings.KEP_PROVIDER, settings.KEP_ACCOUNT = "kep_gateway.providers.ptt.PttProvider", "bildirim@hs01.kep.tr"
    post()
    for at in (FRIDAY, FRIDAY + 2 * HOUR):
        with moved(at):
            deliver(at)
            collect(at)
    notice = Notice.objects.get()
    assert [it.codes for it in notice.refused_evidence.all()] == []
    assert notice.status == NoticeStatus.SERVED
