"""What proves nothing is kept with its reasons, starts no clock, and hides nothing that proves something."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

import pytest

from accounts.tests.sign_in import signed_in
from applications.worklist import worklist
from kep_gateway.actions.note_refused_evidence import note_refused_evidence
from kep_gateway.evidence.facts import Expected, Proven, Unproven
from kep_gateway.evidence.reasons import REASONS
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import Notice
from kep_gateway.outbox import collect, deliver
from kep_gateway.providers.protocol import Issued
from kep_gateway.queries import clocks_apart
from kep_gateway.tests.conftest import FRIDAY, Post
from kep_gateway.tests.folder import FolderProvider, as_record
from law.clock import moved
from ledger.errors import NotAllowed, Refused
from ledger.models import Step
from ledger.verification import verify

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
HERE = "kep_gateway.tests.test_refused"
SECOND = timedelta(seconds=1)


class Strict(FolderProvider):
    """Believes what its records say, unless the test says why it may not."""

    doubts: ClassVar[dict[int, Exception]] = {}
    asked: ClassVar[list[Expected]] = []

    def prove(self, data: bytes, expected: Expected, *, at: datetime) -> Proven:
        self.asked.append(expected)
        proven = super().prove(data, expected, at=at)
        for code, doubt in self.doubts.items():
            if proven.reference.endswith(f"-{code}"):
                raise doubt
        return proven


@pytest.fixture
def doubts(settings) -> dict[int, Exception]:
    settings.KEP_PROVIDER = f"{HERE}.Strict"
    Strict.doubts.clear()
    Strict.asked.clear()
    return Strict.doubts


def sent(post: Post) -> Notice:
    notice = post()
    with moved(FRIDAY):
        deliver(FRIDAY)
    return again(notice)


def again(notice: Notice) -> Notice:
    return Notice.objects.get(pk=notice.pk)


def collected(at: datetime) -> int:
    with moved(at):
        return collect(at)


def test_refused_evidence_is_kept_with_its_reasons_and_starts_no_clock(post: Post, doubts):
    doubts[40] = Unproven("unsigned", "revoked")
    notice = sent(post)
    assert collected(FRIDAY + timedelta(minutes=1)) == 2, "acceptance and relay were good"
    notice = again(notice)
    assert (notice.status, notice.served_on, notice.deadline) == (NoticeStatus.HANDED_OVER, None, None)
    row = notice.refused_evidence.get()
    assert row.codes == "revoked,unsigned"
    assert row.document.internal, "the firm is not shown what somebody forged in its name"
    step = Step.objects.get(act="kep_gateway.refuse_evidence")
    assert step.documents == [row.sha256] == [row.document.sha256]


def test_what_is_offered_again_is_kept_once_and_taken_when_its_reason_is_gone(post: Post, doubts):
    doubts[40] = Unproven("revocation_unknown")
    notice = sent(post)
    for minutes in (1, 20, 40):
        collected(FRIDAY + timedelta(minutes=minutes))
    assert again(notice).refused_evidence.count() == 1
    doubts.clear()  # an administrator brought the revocation list up to date
    assert collected(FRIDAY + timedelta(hours=2)) == 2, "delivery, and the opening meanwhile"
    assert again(notice).status == NoticeStatus.SERVED
    doubts[40] = Unproven("revoked")
    collected(FRIDAY + timedelta(hours=9))
    assert again(notice).refused_evidence.count() == 1, "what was taken is not judged again"


def test_a_verifier_that_breaks_hides_nothing(post: Post, doubts):
    doubts[20] = ZeroDivisionError()
    notice = sent(post)
    assert collected(FRIDAY + timedelta(minutes=1)) == 2
    assert again(notice).status == NoticeStatus.SERVED
    assert again(notice).refused_evidence.get().codes == "not_judged"


def test_evidence_is_asked_about_this_message_and_no_other(post: Post, doubts):
    notice = sent(post)
    collected(FRIDAY + timedelta(minutes=1))
    expected = Strict.asked[0]
    assert notice.package
    assert (expected.message_id, expected.reference) == (notice.message_id, notice.reference)
    assert (expected.recipient, expected.digest) == (notice.address, notice.package.sha256)
    assert expected.handed_over_at == FRIDAY - clocks_apart(FRIDAY)


def test_a_clock_a_little_ahead_waits_and_one_far_ahead_is_refused(post: Post, folder):
    notice, at = sent(post), FRIDAY + timedelta(minutes=1)
    evidence = folder / "evidence" / notice.reference
    evidence.mkdir(parents=True)
    near, far = at + clocks_apart(at) - SECOND, at + timedelta(days=900)
    (evidence / "near.json").write_bytes(as_record("yakin", 60, near))
    (evidence / "far.json").write_bytes(as_record("uzak", 60, far))
    collected(at)
    assert [row.codes for row in again(notice).refused_evidence.all()] == []
    later = at + timedelta(hours=1)
    collected(later)
    assert again(notice).evidence.filter(reference="yakin").exists()


def test_the_desk_sees_what_was_refused_and_why(post: Post, doubts, client, officer):
    doubts[40] = Unproven("unsigned")
    notice = sent(post)
    collected(FRIDAY + timedelta(minutes=1))
    with moved(FRIDAY + timedelta(minutes=2)):
        page = signed_in(client, officer).get(f"/masa/kep/{notice.pk}/").content.decode()
    assert str(REASONS["unsigned"]) in page
    assert f"/belge/{again(notice).refused_evidence.get().document_id}/" in page


class Empty(FolderProvider):
    """Gives files without a byte in them."""

    def evidence_for(self, message_id: str) -> list[Issued]:
        return [replace(one, data=b"") for one in super().evidence_for(message_id)]


def test_an_empty_file_is_kept_with_its_reason(post: Post, settings):
    notice = sent(post)
    settings.KEP_PROVIDER = f"{HERE}.Empty"
    for minutes in (1, 2):
        collected(FRIDAY + timedelta(minutes=minutes))
    row = again(notice).refused_evidence.get()
    assert (row.codes, row.document.size) == ("empty,unreadable", 0)


def test_somebody_looks_at_what_was_refused_and_no_clock_moves(post: Post, doubts, client, officer, auditor):
    doubts[40] = Unproven("stale_list")
    notice = sent(post)
    collected(FRIDAY + timedelta(minutes=1))
    what = [str(it.what) for it in worklist(officer, FRIDAY)]
    assert what == ["Reddedilen KEP delilini inceleyiniz"]
    with pytest.raises(NotAllowed):
        note_refused_evidence(notice.pk, by=auditor, at=FRIDAY, conclusion="x")
    with pytest.raises(Refused) as refused:
        note_refused_evidence(notice.pk, by=officer, at=FRIDAY, conclusion=" ")
    assert refused.value.codes == {"no_conclusion"}
    before = again(notice)
    address = f"/masa/kep/{notice.pk}/reddedilenler/"
    with moved(FRIDAY + timedelta(minutes=2)):
        desk = signed_in(client, officer)
        found = "Liste yenilendi, yeniden istendi."
        given = {"conclusion": found, "seen": before.dossier.head_n}
        assert desk.post(address, {**given, "seen": 0}).status_code == 409
        assert desk.post(address, given).status_code == 302
        page = desk.get(f"/masa/kep/{notice.pk}/").content.decode()
    assert found in page
    after = again(notice)
    assert (after.status, after.served_on, after.deadline_id) == (before.status, before.served_on, None)
    step = Step.objects.get(act="kep_gateway.note_refused_evidence")
    assert "Liste" not in str(step.facts)
    assert worklist(officer, FRIDAY) == []
    assert list(verify()) == []


def test_bytes_that_were_proven_after_all_are_nobodys_task(post: Post, doubts, officer):
    doubts[40] = Unproven("stale_list")
    sent(post)
    collected(FRIDAY + timedelta(minutes=1))
    assert worklist(officer, FRIDAY)
    doubts.clear()
    collected(FRIDAY + timedelta(hours=1))
    assert worklist(officer, FRIDAY) == []
