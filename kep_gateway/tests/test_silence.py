"""What waits without an answer, and what waits for the calendar: nobody's task never, lost never."""

from datetime import UTC, date, datetime, timedelta

import pytest

from deadlines.models import Deadline, DeadlineStatus
from kep_gateway.actions.open_term import open_term
from kep_gateway.actions.serve_otherwise import serve_otherwise
from kep_gateway.actions.take_evidence import take_evidence
from kep_gateway.late_terms import CALENDAR, open_waiting
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import EvidenceKind, Notice
from kep_gateway.notices import end_term
from kep_gateway.outbox import EVIDENCE
from kep_gateway.queries import tasks
from kep_gateway.tests.conftest import FRIDAY, THIRTY_DAYS, Post
from kep_gateway.tests.test_officers import proof
from kep_gateway.tests.test_service import again, handed, piece
from law.clock import moved
from law.terms import Term, Unit
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from ledger.errors import Refused
from ledger.verification import verify
from policies.files import CALENDAR as CALENDAR_FILE
from policies.files import file_of
from policies.models import PolicyFile

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
K = EvidenceKind
SILENT = datetime(2026, 3, 20, 21, 0, tzinfo=UTC)
"""00:00 in Istanbul of 21 March: seven whole days after the 13th are over."""
LATE = datetime(2035, 12, 17, 9, 0, tzinfo=UTC)
"""Delivered then, a letter counts as served on 22 December, and thirty days reach a year that is not loaded."""


def by_hand(notice: Notice, officer, at: datetime) -> Notice:
    with moved(at):
        return serve_otherwise(
            notice.pk, by=officer, at=at, means="by_hand", event_at=at, reference="T-7", proof=proof(at)
        )


def set_policy(approver, second_approver, key: str, value: object) -> None:
    said = {"value": value, "in_force_from": FRIDAY.date().isoformat(), "citation": "Deneme"}
    with moved(FRIDAY):
        file = file_of(key, at=FRIDAY)
        proposal = propose("policies.set_policy", PolicyFile, file.pk, by=approver, at=FRIDAY, arguments=said)
        approve(proposal.pk, by=second_approver, at=FRIDAY)


def test_a_silent_notice_becomes_a_task_and_is_served_otherwise(post: Post, officer) -> None:
    notice = handed(post())
    take_evidence(notice.pk, by=EVIDENCE, at=FRIDAY, evidence=piece(K.ACCEPTED))
    assert not tasks(SILENT - timedelta(seconds=1)).exists()
    with pytest.raises(Refused) as refused:
        by_hand(notice, officer, SILENT - timedelta(seconds=1))
    assert refused.value.codes == {"not_silent"}
    assert list(tasks(SILENT)) == [notice]
    new = by_hand(notice, officer, SILENT)
    assert (again(notice).status, new.served_on) == (NoticeStatus.REPLACED, date(2026, 3, 21))
    assert Deadline.objects.get().start_on == date(2026, 3, 21)
    assert not tasks(SILENT).exists()


def test_late_evidence_of_the_silent_notice_is_reviewed_and_moves_nothing(post: Post, officer) -> None:
    notice = handed(post())
    by_hand(notice, officer, SILENT)
    take_evidence(notice.pk, by=EVIDENCE, at=SILENT, evidence=piece(K.DELIVERED))
    review = notice.reviews.get()
    assert (review.stored_on, review.proven_on) == (date(2026, 3, 21), date(2026, 3, 18))
    assert Deadline.objects.get().start_on == date(2026, 3, 21)
    assert list(tasks(SILENT)) == [again(notice)]
    assert list(verify()) == []


def test_delivered_and_never_opened_is_silent_where_opening_counts(
    post: Post, officer, approver, second_approver
) -> None:
    set_policy(approver, second_approver, "service.kep", "opening_day")
    hours = Term("deneme.derhal", 24, Unit.HOURS, rolls=False, clause="3/d", title="Derhal")
    notice = handed(post(term=hours))
    take_evidence(notice.pk, by=EVIDENCE, at=FRIDAY, evidence=piece(K.DELIVERED))
    new = by_hand(notice, officer, SILENT)
    assert new.served_on == date(2026, 3, 21)
    assert Deadline.objects.get().start_at == FRIDAY, "hours ran from the delivery; they do not begin anew"


def test_the_policy_says_how_long_silence_lasts(post: Post, approver, second_approver) -> None:
    notice = handed(post())
    set_policy(approver, second_approver, "service.kep_silent_days", 1)
    assert list(tasks(FRIDAY + timedelta(days=2))) == [notice]
    assert not tasks(FRIDAY + timedelta(days=1)).exists()


def served_into_the_unknown(post: Post) -> Notice:
    with moved(LATE):
        notice = handed(post(at=LATE))
        take_evidence(notice.pk, by=EVIDENCE, at=LATE, evidence=piece(K.DELIVERED, LATE))
    return again(notice)


def test_evidence_is_kept_though_the_term_reaches_an_unknown_year(post: Post) -> None:
    notice = served_into_the_unknown(post)
    assert (notice.status, notice.served_on, notice.deadline) == (NoticeStatus.SERVED, date(2035, 12, 22), None)
    assert notice.evidence.count() == 1
    assert notice.term_waits
    assert list(tasks(LATE)) == [notice]
    assert open_waiting(LATE) == 0
    with pytest.raises(Refused) as refused:
        open_term(notice.pk, by=CALENDAR, at=LATE)
    assert refused.value.codes == {"calendar_gap"}
    assert not again(notice).dossier.steps.filter(act="kep_gateway.open_term").exists()


def test_the_term_is_opened_from_the_served_day_once_the_year_is_loaded(post: Post, approver, second_approver) -> None:
    notice = served_into_the_unknown(post)
    later = LATE + timedelta(days=40)
    with moved(later):
        file = file_of(CALENDAR_FILE, at=later)
        said = {"year": 2036}
        proposal = propose("policies.load_year", PolicyFile, file.pk, by=approver, at=later, arguments=said)
        approve(proposal.pk, by=second_approver, at=later)
        assert open_waiting(later) == 1
        assert open_waiting(later) == 0
    deadline = again(notice).deadline
    assert deadline is not None
    assert (deadline.start_on, deadline.effective_on) == (date(2035, 12, 22), date(2036, 1, 21))
    assert deadline.status == DeadlineStatus.OPEN
    assert "d-delivered" in deadline.evidence
    assert not tasks(later).exists()
    assert list(verify()) == []


def test_what_is_done_before_the_year_is_loaded_needs_no_term(post: Post, firm) -> None:
    notice = served_into_the_unknown(post)
    end_term(firm.dossier, THIRTY_DAYS.key, DeadlineStatus.MET, at=FRIDAY)
    assert not again(notice).term_waits
    assert not tasks(LATE).exists()
