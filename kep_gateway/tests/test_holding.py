"""One run never sends more than the policy lets go unseen; a person's release lets go what waits by then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.tests.sign_in import signed_in
from kep_gateway.actions.release_outbox import release_outbox
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import Notice, OutboxHold
from kep_gateway.outbox import deliver
from kep_gateway.tests.conftest import FRIDAY, Post
from law.clock import moved
from ledger.models import Step

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def three(in_force) -> None:
    in_force("service.most_per_run", 3)


def sent(at=FRIDAY) -> int:
    with moved(at):
        return deliver(at)


def test_as_many_as_the_policy_lets_go_leave(post: Post, three):
    for _n in range(3):
        post()
    assert sent() == 3
    assert not OutboxHold.objects.exists()


def test_one_more_holds_all_and_a_release_lets_them_go(post: Post, three, approver):
    for _n in range(4):
        post()
    assert [sent(), sent(FRIDAY + MINUTE)] == [0, 0]
    hold = OutboxHold.objects.get()
    assert (hold.waiting, hold.most) == (4, 3)
    assert Step.objects.get(act="kep_gateway.hold_outbox").facts == {"waiting": 4, "most": 3, "reason": "too_many"}
    release_outbox(hold.pk, by=approver, at=FRIDAY + 2 * MINUTE)
    assert sent(FRIDAY + 3 * MINUTE) == 4
    assert set(Notice.objects.values_list("status", flat=True)) == {NoticeStatus.HANDED_OVER}


def test_what_comes_after_a_release_is_counted_anew(post: Post, three, approver):
    for _n in range(4):
        post()
    sent()
    release_outbox(OutboxHold.objects.get().pk, by=approver, at=FRIDAY)
    for _n in range(4):
        post(at=FRIDAY + MINUTE)
    assert sent(FRIDAY + 2 * MINUTE) == 4, "the released ones"
    assert OutboxHold.objects.filter(released_at=None).count() == 1
    assert Notice.objects.filter(status=NoticeStatus.WAITING).count() == 4


def test_what_was_tried_before_goes_on_in_a_hold(post: Post, three):
    tried = post("mesgul@hs01.kep.tr")
    assert sent() == 0, "the provider is down for it"
    for _n in range(4):
        post()
    sent(FRIDAY + 5 * MINUTE)
    assert Notice.objects.get(pk=tried.pk).attempts == 2
    assert Notice.objects.filter(attempts=0).count() == 4


def test_the_desk_says_so_and_an_approver_releases(post: Post, three, client, approver):
    for _n in range(4):
        post()
    sent()
    with moved(FRIDAY + MINUTE):
        desk = signed_in(client, approver)
        hold = OutboxHold.objects.get()
        address = f"/masa/kep/tutulan/{hold.pk}/birak/"
        assert address in desk.get("/masa/kep/").content.decode()
        assert desk.post(address, {"seen": hold.dossier.head_n}).status_code == 302
        assert address not in desk.get("/masa/kep/").content.decode()
