"""What is handed over is kept before the provider has it, and is the same however often it is tried."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest

from accounts.actions.change_kep import change_kep
from documents import store
from kep_gateway.models import Notice
from kep_gateway.outbox import deliver
from kep_gateway.providers.protocol import Message
from kep_gateway.tests.conftest import FRIDAY, Post
from kep_gateway.tests.folder import FolderProvider
from law.clock import moved
from ledger.errors import TryLater

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
HERE = "kep_gateway.tests.test_package"


class Busy(FolderProvider):
    def hand_over(self, message: Message, package: bytes) -> str:
        raise TryLater


def tried(at=FRIDAY) -> Notice:
    with moved(at):
        deliver(at)
    return Notice.objects.get(kind="deneme-1")


def test_the_package_is_kept_and_goes_as_it_was_kept(post: Post, folder, settings):
    post()
    settings.KEP_PROVIDER = f"{HERE}.Busy"
    waiting = tried()
    assert waiting.package
    assert waiting.package.internal
    settings.KEP_PROVIDER = "kep_gateway.tests.folder.FolderProvider"
    sent = tried(FRIDAY + timedelta(hours=2))
    assert sent.package == waiting.package
    assert (folder / "out" / f"{sent.reference}.eml").read_bytes() == store.read(waiting.package.sha256)
    assert sha256(store.read(waiting.package.sha256)).hexdigest() == waiting.package.sha256


def test_a_new_address_is_packed_anew(post: Post, firm, officer, settings, papered):
    post()
    settings.KEP_PROVIDER = f"{HERE}.Busy"
    before = tried().package
    later = FRIDAY + timedelta(hours=2)
    change_kep(firm.pk, by=officer, at=later, kep="yeni@hs02.kep.tr", document=papered(firm.dossier))
    settings.KEP_PROVIDER = "kep_gateway.tests.folder.FolderProvider"
    sent = tried(later + timedelta(hours=1))
    assert sent.address == "yeni@hs02.kep.tr"
    assert sent.package
    assert sent.package != before
    assert b"yeni@hs02.kep.tr" in store.read(sent.package.sha256)
