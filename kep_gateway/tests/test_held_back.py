"""What would have held a letter, a piece of evidence or a message back for ever, or sent one twice or unseen."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connections

from applications.worklist import worklist
from documents.actions.seal_letter import seal_letter
from documents.signing import run_waiting
from kep_gateway import outbox
from kep_gateway.actions.release_outbox import release_outbox
from kep_gateway.actions.take_evidence import take_evidence
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import EvidenceKind, OutboxHold
from kep_gateway.outbox import EVIDENCE, deliver
from kep_gateway.providers.protocol import Message
from kep_gateway.queries import tasks
from kep_gateway.tests.conftest import FRIDAY, Post
from kep_gateway.tests.folder import FolderProvider
from kep_gateway.tests.letters import SEALER, unsigned
from kep_gateway.tests.test_service import again, handed, piece
from kep_gateway.tests.test_silence import SILENT, by_hand
from ledger.errors import Refused
from ledger.models import Step

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
MINUTE = timedelta(minutes=1)
HERE = "kep_gateway.tests.test_held_back"
K = EvidenceKind


class Nested(FolderProvider):
    """While it takes a message, another worker goes round, whose round began later."""

    calls = 0

    def hand_over(self, message: Message, package: bytes) -> str:
        Nested.calls += 1
        if Nested.calls == 1:
            deliver(FRIDAY + 1.5 * MINUTE)
        return super().hand_over(message, package)


class Broken(FolderProvider):
    def hand_over(self, message: Message, package: bytes) -> str:
        raise ZeroDivisionError


def test_a_claim_late_in_a_long_round_is_a_claim(post: Post, settings, monkeypatch):
    """A round that has lasted most of a minute claims a letter for a minute from now, not from its beginning."""
    settings.KEP_PROVIDER = f"{HERE}.Nested"
    monkeypatch.setattr(Nested, "calls", 0)
    post()
    seconds = iter([0.0])
    monkeypatch.setattr(outbox, "monotonic", lambda: next(seconds, 50.0))
    deliver(FRIDAY)
    assert Nested.calls == 1


def test_a_round_ends_before_its_instant_grows_old(post: Post, monkeypatch):
    for _n in range(3):
        post()
    seconds = iter([0.0, 10.0, 10.0, 50.0, 50.0])
    monkeypatch.setattr(outbox, "monotonic", lambda: next(seconds, 61.0))
    assert deliver(FRIDAY) == 2
    assert deliver(FRIDAY) == 1, "what it left was not claimed"


def test_what_was_written_before_a_release_and_signed_after_it_is_counted(post: Post, in_force, approver, firm):
    in_force("service.most_per_run", 3)
    drafts = [unsigned(firm, at=FRIDAY) for _n in range(5)]
    for letter in drafts:
        post(letter=letter)
    for _n in range(4):
        post()
    assert deliver(FRIDAY) == 0
    release_outbox(OutboxHold.objects.get().pk, by=approver, at=FRIDAY + MINUTE)
    assert deliver(FRIDAY + 2 * MINUTE) == 4
    for letter in drafts:
        seal_letter(letter.pk, by=SEALER, at=FRIDAY + 60 * MINUTE)
    run_waiting(FRIDAY + 60 * MINUTE)
    assert deliver(FRIDAY + 61 * MINUTE) == 0, "nobody has seen these five"
    assert OutboxHold.objects.filter(released_at=None).count() == 1


def test_a_release_says_how_many_it_let_go(post: Post, in_force, approver):
    in_force("service.most_per_run", 3)
    for _n in range(4):
        post()
    deliver(FRIDAY)
    for _n in range(3):
        post()
    release_outbox(OutboxHold.objects.get().pk, by=approver, at=FRIDAY + MINUTE)
    assert Step.objects.get(act="kep_gateway.release_outbox").facts == {"waiting": 7}


@pytest.mark.django_db(transaction=True)
def test_two_workers_hold_once_and_neither_stumbles(post: Post, in_force):
    in_force("service.most_per_run", 1)
    for _n in range(3):
        post()
    barrier, went = threading.Barrier(4), []

    def work() -> None:
        try:
            barrier.wait()
            went.append(deliver(FRIDAY))
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert went == [0, 0, 0, 0]
    assert OutboxHold.objects.count() == 1


def test_a_letter_that_no_try_gets_out_of_the_house_is_served_otherwise(post: Post, settings, officer):
    settings.KEP_PROVIDER = f"{HERE}.Broken"
    notice = post()
    deliver(FRIDAY)
    with pytest.raises(Refused) as refused:
        by_hand(again(notice), officer, SILENT - MINUTE)
    assert refused.value.codes == {"on_its_way"}
    assert not tasks(SILENT - MINUTE).exists()
    assert list(tasks(SILENT)) == [notice]
    assert [str(it.what) for it in worklist(officer, SILENT)] == ["KEP yazıyı almadı: başka bir tebliğ yolu seçiniz"]
    by_hand(again(notice), officer, SILENT)
    assert again(notice).status == NoticeStatus.REPLACED
    assert deliver(SILENT + 60 * MINUTE) == 0


def test_each_provider_numbers_its_own_evidence(post: Post):
    notice = handed(post())
    ours, theirs = (piece(kind, reference="1") for kind in (K.ACCEPTED, K.DELIVERED))
    theirs = replace(theirs, proven=replace(theirs.proven, issuer="hs02.kep.tr"))
    for one in (ours, theirs, theirs):
        take_evidence(notice.pk, by=EVIDENCE, at=FRIDAY, evidence=one)
    assert again(notice).status == NoticeStatus.SERVED
    assert notice.evidence.count() == 2
