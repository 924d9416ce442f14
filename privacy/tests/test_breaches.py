"""A breach: seventy-two hours from becoming aware, facts in versions, late with a reason, closed by two persons."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from deadlines.models import Deadline, DeadlineStatus
from deadlines.sweeper import sweep
from deadlines.terms import explained
from law.clock import moved
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from ledger.errors import NotAllowed, Refused
from ledger.models import Step
from privacy.actions.close_breach import close_breach
from privacy.actions.describe_breach import describe_breach
from privacy.actions.notify_board import notify_board
from privacy.actions.notify_subjects import notify_subjects
from privacy.actions.open_breach import open_breach
from privacy.lifecycle import BreachStatus
from privacy.models import Breach, BreachFacts
from privacy.terms import BOARD

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
HOUR = timedelta(hours=1)


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    return caught.value.codes


def term_of(row):
    return Deadline.objects.get(dossier=row.dossier, term=BOARD.key)


def test_the_hours_run_from_becoming_aware_over_weekends_and_holidays(administrator, day):
    friday = day(18)  # 20 March 2026: Ramazan Bayramı
    row = open_breach(by=administrator, at=friday + 5 * HOUR, aware_at=friday, what="Kayıp disk.")
    term = term_of(row)
    assert (term.due_at, term.raw_on, term.rolls) == (friday + 72 * HOUR, None, False)
    assert "2019/10" in explained(term)
    assert "72 saat" in explained(term)


def test_facts_grow_and_stay(breach, administrator, at, day):
    describe_breach(breach.pk, by=administrator, at=day(1), what="Disk şifreliydi.", how_many="12 kişi")
    same = {"what": "Disk şifreliydi.", "how_many": "12 kişi"}
    assert refused(describe_breach, breach.pk, by=administrator, at=day(1), **same) == {"unchanged"}
    assert refused(describe_breach, breach.pk, by=administrator, at=day(1), what=" ") == {"no_what"}
    assert [it.version for it in breach.facts.all()] == [1, 2]
    for sql in ("UPDATE privacy_breachfacts SET what = 'x'", "DELETE FROM privacy_breachfacts"):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    told = "".join(Step.objects.filter(dossier=breach.dossier).values_list("canonical", flat=True))
    assert "Disk" not in told
    assert BreachFacts.objects.count() == 2


def test_the_board_is_told_in_time_once_and_more_may_follow(breach, administrator, paper, at):
    told = {"by": administrator, "received": paper}
    assert refused(notify_board, breach.pk, at=at, notified_at=at + HOUR, **told) == {"future"}
    assert refused(notify_board, breach.pk, at=at, notified_at=at - HOUR, **told) == {"too_early"}
    notify_board(breach.pk, at=at + 71 * HOUR, notified_at=at + 70 * HOUR, **told)
    assert term_of(breach).status == DeadlineStatus.MET
    notify_board(breach.pk, at=at + 200 * HOUR, notified_at=at + 199 * HOUR, **told)
    row = Breach.objects.get()
    assert (row.board_told_at, row.late_reason, row.dossier.documents.count()) == (at + 70 * HOUR, "", 2)


def test_late_is_marked_late_with_its_reason(breach, administrator, paper, at):
    late = {"by": administrator, "at": at + 80 * HOUR, "notified_at": at + 72 * HOUR, "received": paper}
    assert refused(notify_board, breach.pk, late_reason=" ", **late) == {"no_late_reason"}
    sweep(at + 79 * HOUR)
    row = notify_board(breach.pk, late_reason="Kapsam geç anlaşıldı.", **late)
    assert row.late_reason == "Kapsam geç anlaşıldı."
    assert term_of(row).status == DeadlineStatus.ELAPSED
    assert Step.objects.filter(act="privacy.notify_board").get().facts["late"] is True


def test_two_persons_close_what_was_told(breach, administrator, approver, paper, at):
    said = {"finding": "breach", "conclusion": "Giderildi."}
    untold = {"board_not_told", "subjects_not_told"}
    assert (
        refused(propose, "privacy.close_breach", Breach, breach.pk, by=administrator, at=at, arguments=said) == untold
    )
    notify_board(breach.pk, by=administrator, at=at, notified_at=at, received=paper)
    assert refused(notify_subjects, breach.pk, by=approver, at=at, notified_at=at, how=" ", received=paper) == {
        "no_how"
    }
    notify_subjects(breach.pk, by=approver, at=at, notified_at=at, how="E-posta ile", received=paper)
    assert refused(close_breach, breach.pk, by=approver, at=at, **said) == {"second_person"}
    proposal = propose("privacy.close_breach", Breach, breach.pk, by=administrator, at=at, arguments=said)
    assert refused(approve, proposal.pk, by=administrator, at=at) == {"own_proposal"}
    approve(proposal.pk, by=approver, at=at)
    row = Breach.objects.get()
    assert (row.status, row.dossier.closed_at) == (BreachStatus.CLOSED, at)
    assert refused(describe_breach, breach.pk, by=approver, at=at, what="Yeni") == {"closed"}


def test_what_was_no_breach_is_closed_without_telling_anybody(breach, administrator, approver, at):
    said = {"finding": "none", "conclusion": "Disk bulundu, şifreliydi."}
    approve(propose("privacy.close_breach", Breach, breach.pk, by=approver, at=at, arguments=said).pk,
            by=administrator, at=at)  # fmt: skip
    assert term_of(breach).status == DeadlineStatus.CANCELLED


def test_an_unknown_finding_and_an_empty_conclusion_are_refused(breach, administrator, at):
    said = {"finding": "x", "conclusion": " "}
    codes = refused(close_breach, breach.pk, by=administrator, at=at, **said)
    assert codes == {"bad_finding", "no_conclusion", "second_person"}


def test_who_only_watches_opens_nothing(auditor, officer, at):
    for who in (auditor, officer):
        with moved(at), pytest.raises(NotAllowed):
            open_breach(by=who, at=at, aware_at=at, what="x")
