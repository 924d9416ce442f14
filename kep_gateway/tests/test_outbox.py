import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import ClassVar

import pytest
from django.db import connections

from accounts.actions.change_kep import change_kep
from accounts.models import KepAddress
from kep_gateway.actions.give_up import give_up
from kep_gateway.actions.lose_track import lose_track
from kep_gateway.actions.resolve_unknown import resolve_unknown
from kep_gateway.holding import OUTBOX
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import Notice
from kep_gateway.outbox import collect, deliver
from kep_gateway.providers.protocol import Issued, Message
from kep_gateway.queries import WATCHED, oldest_waiting, tasks
from kep_gateway.tasks import collect_evidence, deliver_waiting
from kep_gateway.tests.conftest import FRIDAY, Post
from kep_gateway.tests.folder import FolderProvider
from law.clock import moved
from ledger.errors import NotAllowed, Refused, TryLater
from ledger.models import Heartbeat

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
MINUTE = timedelta(minutes=1)
HERE = "kep_gateway.tests.test_outbox"


class Killed(BaseException):
    """The process dies: no handler of ours sees it."""


class DiesAfterSending(FolderProvider):
    def hand_over(self, message: Message, package: bytes) -> str:
        super().hand_over(message, package)
        raise Killed


class DiesBeforeSending(FolderProvider):
    def hand_over(self, message: Message, package: bytes) -> str:
        raise Killed


class Broken(FolderProvider):
    """Cannot take one firm's message, in a way that nobody foresaw."""

    def hand_over(self, message: Message, package: bytes) -> str:
        if message.recipient.startswith("bozuk"):
            raise ZeroDivisionError
        return super().hand_over(message, package)


class Away(FolderProvider):
    def evidence_for(self, message_id: str) -> list[Issued]:
        raise TryLater


class Counting(FolderProvider):
    calls: ClassVar[list[str]] = []

    def hand_over(self, message: Message, package: bytes) -> str:
        self.calls.append(message.reference)
        return super().hand_over(message, package)


def again(notice: Notice) -> Notice:
    return Notice.objects.get(pk=notice.pk)


def files(folder) -> list[str]:
    return sorted(path.stem for path in (folder / "out").glob("*.eml"))


def test_a_provider_that_is_down_is_tried_again_with_growing_waits(post: Post, settings, folder) -> None:
    notice = post("mesgul@hs01.kep.tr")
    tried = []
    for minute in range(16):
        deliver(FRIDAY + minute * MINUTE)
        tried.append(again(notice).attempts)
    assert tried == [1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4, 5], "after 1, 2, 4 and 8 minutes"
    assert again(notice).status == NoticeStatus.WAITING
    assert oldest_waiting(FRIDAY + MINUTE) == MINUTE
    folder.mkdir(exist_ok=True)
    (folder / "scenario.json").write_text('{"mesgul": [[10, 0]]}')
    assert deliver(FRIDAY + 60 * MINUTE) == 1
    assert files(folder) == [notice.reference]
    assert oldest_waiting(FRIDAY + 60 * MINUTE) == timedelta(0)


def test_a_message_refused_for_good_is_an_officers_task(post: Post) -> None:
    notice = post("gecersiz@hs01.kep.tr")
    assert deliver(FRIDAY) == 0
    assert again(notice).status == NoticeStatus.FAILED
    assert "teslim almamıştır" in again(notice).failure
    assert list(tasks(FRIDAY)) == [notice]
    assert deliver(FRIDAY + 60 * MINUTE) == 0


@pytest.mark.parametrize("dies", ["DiesAfterSending", "DiesBeforeSending"])
def test_killed_between_the_call_and_its_record_nothing_is_lost_or_doubled(
    post: Post, settings, folder, monkeypatch, dies: str
) -> None:
    notice = post()
    settings.KEP_PROVIDER = f"{HERE}.{dies}"
    with pytest.raises(Killed):
        deliver(FRIDAY)
    assert again(notice).status == NoticeStatus.WAITING
    settings.KEP_PROVIDER = f"{HERE}.Counting"
    monkeypatch.setattr(Counting, "calls", [])
    assert deliver(FRIDAY) == 0, "claimed for a minute"
    assert deliver(FRIDAY + MINUTE) == 1
    assert again(notice).status == NoticeStatus.HANDED_OVER
    assert files(folder) == [notice.reference]
    assert len(Counting.calls) == (dies == "DiesBeforeSending")


def test_a_lost_answer_is_found_out_from_the_provider(post: Post, settings, folder) -> None:
    notice = post("cevapsiz@hs01.kep.tr")
    assert deliver(FRIDAY) == 0
    assert again(notice).status == NoticeStatus.UNKNOWN
    assert deliver(FRIDAY + MINUTE) == 1
    assert again(notice).status == NoticeStatus.HANDED_OVER
    assert again(notice).handed_over_at == FRIDAY, "the instant of the try"
    assert files(folder) == [notice.reference]


def test_what_the_provider_does_not_know_is_never_sent_again_blindly(post: Post, settings, folder, monkeypatch) -> None:
    notice = post("kayip@hs01.kep.tr")
    deliver(FRIDAY)
    settings.KEP_PROVIDER = f"{HERE}.Counting"
    monkeypatch.setattr(Counting, "calls", [])
    for hour in range(1, 5):
        assert deliver(FRIDAY + hour * 60 * MINUTE) == 0
    assert Counting.calls == []
    assert list(tasks(FRIDAY)) == [again(notice)]


def test_an_officer_settles_that_it_never_arrived_and_it_goes_out(post: Post, folder, officer) -> None:
    notice = post("kayip@hs01.kep.tr")
    deliver(FRIDAY)
    folder.mkdir(exist_ok=True)
    (folder / "scenario.json").write_text('{"kayip": [[10, 0]]}')
    resolve_unknown(notice.pk, by=officer, at=FRIDAY + MINUTE, handed_over=False)
    assert deliver(FRIDAY + MINUTE) == 1
    assert again(notice).handed_over_at == FRIDAY + MINUTE
    assert files(folder) == [notice.reference]


def test_an_officer_settles_that_it_arrived_under_a_number(post: Post, officer) -> None:
    notice = post("kayip@hs01.kep.tr")
    deliver(FRIDAY)
    with pytest.raises(Refused) as refused:
        resolve_unknown(notice.pk, by=officer, at=FRIDAY, handed_over=True, message_id=" ")
    assert [it.field for it in refused.value.obstacles] == ["message_id"]
    resolve_unknown(notice.pk, by=officer, at=FRIDAY + MINUTE, handed_over=True, message_id="PTT-1")
    found = again(notice)
    assert (found.status, found.message_id, found.handed_over_at) == (NoticeStatus.HANDED_OVER, "PTT-1", FRIDAY)
    with pytest.raises(Refused) as refused:
        resolve_unknown(notice.pk, by=officer, at=FRIDAY, handed_over=False)
    assert refused.value.codes == {"known"}


def test_who_may_settle_an_unknown_outcome(post: Post, compliance, auditor) -> None:
    notice = post("kayip@hs01.kep.tr")
    deliver(FRIDAY)
    for person in (compliance, auditor):
        with pytest.raises(NotAllowed):
            resolve_unknown(notice.pk, by=person, at=FRIDAY, handed_over=False)


def test_what_was_handed_over_can_be_neither_lost_nor_given_up(post: Post) -> None:
    notice = post()
    deliver(FRIDAY)
    with pytest.raises(Refused) as refused:
        lose_track(notice.pk, by=OUTBOX, at=FRIDAY)
    assert refused.value.codes == {"status"}
    with pytest.raises(Refused) as refused:
        give_up(notice.pk, by=OUTBOX, at=FRIDAY)
    assert refused.value.codes == {"handed_over"}


def test_oldest_first_and_one_failing_row_blocks_nobody(post: Post, settings, monkeypatch) -> None:
    settings.KEP_PROVIDER = f"{HERE}.Counting"
    monkeypatch.setattr(Counting, "calls", [])
    late, early = post(at=FRIDAY), post(at=FRIDAY - MINUTE)
    assert deliver(FRIDAY) == 2
    assert Counting.calls == [early.reference, late.reference]
    settings.KEP_PROVIDER = f"{HERE}.Broken"
    broken, fine = post("bozuk@hs01.kep.tr"), post()
    assert deliver(FRIDAY) == 1
    assert (again(broken).status, again(broken).attempts) == (NoticeStatus.WAITING, 1)
    assert again(fine).status == NoticeStatus.HANDED_OVER


def test_evidence_waits_while_the_provider_is_away_or_talks_nonsense(post: Post, settings, folder) -> None:
    notice = post()
    with moved(FRIDAY):
        deliver(FRIDAY)
    settings.KEP_PROVIDER = f"{HERE}.Away"
    assert collect(FRIDAY + MINUTE) == 0
    settings.KEP_PROVIDER = "kep_gateway.tests.folder.FolderProvider"
    with moved(FRIDAY + 2 * MINUTE):
        assert collect(FRIDAY + 2 * MINUTE) == 3
        assert collect(FRIDAY + 2 * MINUTE) == 0
    (folder / "out" / f"{notice.reference}.eml").unlink()
    assert collect(FRIDAY + 60 * MINUTE) == 0
    assert again(notice).status == NoticeStatus.SERVED


def test_one_piece_that_cannot_be_taken_hides_no_other(post: Post, folder) -> None:
    notice = post()
    with moved(FRIDAY):
        deliver(FRIDAY)
    evidence = folder / "evidence" / notice.reference
    evidence.mkdir(parents=True)
    far = '{"delilId": "uzak", "delilTurId": 40, "tarih": "0001-01-01T00:00:00+00:00"}'
    (evidence / "uzak.json").write_text(far)
    with moved(FRIDAY + MINUTE):
        assert collect(FRIDAY + MINUTE) == 3
    assert again(notice).status == NoticeStatus.SERVED


def test_a_settled_notice_is_asked_after_for_sixty_days(post: Post) -> None:
    post()
    with moved(FRIDAY):
        deliver(FRIDAY)
    with moved(FRIDAY + MINUTE):
        collect(FRIDAY + MINUTE)
    late = FRIDAY + WATCHED
    with moved(late - MINUTE):
        assert collect(late - MINUTE) == 1, "it was opened meanwhile"
    with moved(late + timedelta(days=1)):
        assert collect(late + timedelta(days=1)) == 0


def test_the_loops_say_that_they_went_round() -> None:
    deliver_waiting()
    collect_evidence()
    assert set(Heartbeat.objects.values_list("loop", flat=True)) >= {"notices", "evidence"}


@pytest.mark.django_db(transaction=True)
def test_two_workers_hand_over_once(post: Post, settings, monkeypatch) -> None:
    settings.KEP_PROVIDER = f"{HERE}.Counting"
    monkeypatch.setattr(Counting, "calls", [])
    notices = [post() for _ in range(5)]
    barrier = threading.Barrier(2)

    def work() -> None:
        try:
            barrier.wait()
            deliver(FRIDAY)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    deliver(FRIDAY)  # what a worker skips because its dossier is locked, the next round takes
    assert sorted(Counting.calls) == sorted(notice.reference for notice in notices)
    assert {again(notice).status for notice in notices} == {NoticeStatus.HANDED_OVER}


@pytest.fixture
def moves(firm, officer, papered) -> Callable[..., KepAddress]:
    """`moves(at)` gives the firm another KEP address from then on."""
    document = papered(firm.dossier)

    def move(at: datetime, kep: str = "yeni@hs02.kep.tr") -> KepAddress:
        return change_kep(firm.pk, by=officer, at=at, kep=kep, document=document)

    return move


def test_a_letter_signed_after_a_change_of_address_goes_to_the_new_one(post: Post, moves, folder) -> None:
    notice = post()
    new = moves(FRIDAY + MINUTE)
    assert deliver(FRIDAY + 2 * MINUTE) == 1
    assert again(notice).address == "yeni@hs02.kep.tr"
    assert b"yeni@hs02.kep.tr" in (folder / "out" / f"{notice.reference}.eml").read_bytes()
    assert notice.dossier.steps.get(act="kep_gateway.hand_over").facts["kep"] == new.pk


def test_what_had_reached_the_provider_keeps_the_address_it_went_to(
    post: Post, firm, moves, settings, folder, monkeypatch
) -> None:
    notice = post()
    settings.KEP_PROVIDER = f"{HERE}.DiesAfterSending"
    with pytest.raises(Killed):
        deliver(FRIDAY)
    moves(FRIDAY + MINUTE)
    settings.KEP_PROVIDER = "kep_gateway.tests.folder.FolderProvider"
    assert deliver(FRIDAY + 2 * MINUTE) == 1
    assert again(notice).address == "isik@hs01.kep.tr"
    used = firm.kep_addresses.get(pk=notice.dossier.steps.get(act="kep_gateway.hand_over").facts["kep"])
    assert used.address == "isik@hs01.kep.tr"


def test_an_address_that_an_act_chose_for_one_letter_stays(post: Post, moves) -> None:
    notice = post("baska@hs01.kep.tr")
    moves(FRIDAY + MINUTE)
    assert deliver(FRIDAY + 2 * MINUTE) == 1
    assert again(notice).address == "baska@hs01.kep.tr"
    assert notice.dossier.steps.get(act="kep_gateway.hand_over").facts["kep"] is None
