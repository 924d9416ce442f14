"""Spent credit and other refusals that concern no letter: nothing fails, everything waits, somebody is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import Mail
from applications.worklist import worklist
from kep_gateway import balance
from kep_gateway.actions.release_outbox import release_outbox
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import HoldReason, Notice, OutboxHold, ProviderBalance
from kep_gateway.outbox import collect, deliver
from kep_gateway.providers.protocol import Balance
from kep_gateway.tests.conftest import FRIDAY, Post
from kep_gateway.tests.folder import FolderProvider
from law.clock import moved
from ledger.errors import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
HERE = "kep_gateway.tests.test_spent"
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class Telling(FolderProvider):
    credit: int | None = 10

    def balance(self) -> Balance:
        return Balance(self.credit, None, None)


def sent(at=FRIDAY) -> int:
    with moved(at):
        return deliver(at)


def whats(officer, at=FRIDAY) -> list[str]:
    return [str(it.what) for it in worklist(officer, at)]


def test_spent_credit_holds_the_outbox_and_fails_no_letter(post: Post, officer, approver, folder):
    lost = post("cevapsiz@hs01.kep.tr")
    assert sent() == 0
    post("kontorsuz@hs01.kep.tr")
    post("isik@hs01.kep.tr")
    assert sent(FRIDAY + MINUTE / 2) == 0, "whoever comes behind would be refused as well"
    hold = OutboxHold.objects.get()
    assert (hold.reason, hold.most) == (HoldReason.NO_CREDIT, None)
    assert Notice.objects.filter(status=NoticeStatus.WAITING).count() == 2
    assert any("kontör" in it for it in whats(officer))
    assert sent(FRIDAY + 2 * HOUR) == 1, "a lost answer is asked after all the same"
    assert Notice.objects.get(pk=lost.pk).status == NoticeStatus.HANDED_OVER
    (folder / "scenario.json").write_text('{"kontorsuz": [[10, 0], [20, 1], [40, 2]]}')
    release_outbox(hold.pk, by=approver, at=FRIDAY + 3 * HOUR)
    assert sent(FRIDAY + 4 * HOUR) == 2
    assert not Notice.objects.filter(status=NoticeStatus.FAILED).exists()


def test_a_release_before_credit_was_bought_is_held_anew(post: Post, approver):
    post("kontorsuz@hs01.kep.tr")
    sent()
    release_outbox(OutboxHold.objects.get().pk, by=approver, at=FRIDAY + MINUTE)
    sent(FRIDAY + HOUR)
    assert [it.released_at is None for it in OutboxHold.objects.order_by("pk")] == [False, True]
    with pytest.raises(Refused) as refused:
        release_outbox(OutboxHold.objects.order_by("pk")[0].pk, by=approver, at=FRIDAY + HOUR)
    assert refused.value.codes == {"released"}


def test_the_desk_is_warned_once_until_there_is_enough_again(settings, monkeypatch, in_force, officer):
    settings.KEP_PROVIDER = f"{HERE}.Telling"
    in_force("service.least_credit", 11)
    for hours in (0, 2, 4):
        balance.ask(FRIDAY + hours * HOUR)
    assert Mail.objects.filter(to=officer.email, subject="KEP kontörü azalıyor").count() == 1
    assert "10 gönderilik" in Mail.objects.get(to=officer.email).body
    assert "KEP hizmet sağlayıcısındaki kontör azalıyor" in whats(officer)
    monkeypatch.setattr(Telling, "credit", None)
    balance.ask(FRIDAY + 6 * HOUR)
    assert ProviderBalance.objects.get().low_at == FRIDAY, "what was not told changes nothing"
    monkeypatch.setattr(Telling, "credit", 11)
    balance.ask(FRIDAY + 8 * HOUR)
    assert whats(officer) == []
    monkeypatch.setattr(Telling, "credit", 3)
    balance.ask(FRIDAY + 10 * HOUR)
    assert Mail.objects.filter(to=officer.email).count() == 2


def test_a_notice_whose_package_or_number_is_missing_is_a_task_at_once(post: Post, officer):
    notice = post()
    sent()
    notice = Notice.objects.get(pk=notice.pk)
    assert whats(officer) == []
    notice.package = None
    notice.save(update_fields=["package"])
    assert whats(officer) == ["İletiye delil bağlanamıyor: başka yol seçiniz"]
    with moved(FRIDAY + HOUR):
        collect(FRIDAY + HOUR)
    notice = Notice.objects.get(pk=notice.pk)
    assert not notice.evidence.exists()
    assert {it.codes for it in notice.refused_evidence.all()} == {"no_package"}, "what came is kept all the same"
