"""A data subject's request: thirty days from its receipt, an identity, an answer with its document."""

from datetime import date

import pytest

from accounts.models import Mail
from deadlines.models import Deadline, DeadlineStatus
from deadlines.sweeper import sweep
from deadlines.terms import explained
from ledger.errors import NotAllowed, Refused
from ledger.models import DossierKind, Step
from privacy.actions.answer_request import answer_request
from privacy.actions.check_identity import check_identity
from privacy.lifecycle import RequestStatus
from privacy.models import SubjectRequest
from privacy.terms import ANSWER
from privacy.tests.conftest import ASKED

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    return caught.value.codes


def term_of(row):
    return Deadline.objects.get(dossier=row.dossier, term=ANSWER.key)


def test_the_thirty_days_run_from_receipt_and_do_not_roll(asked, day):
    row = asked(received_at=day(-13))  # 17 February: thirty days later is a half holiday that other terms roll over
    term = term_of(row)
    assert (row.dossier.kind, row.dossier.firm, row.status) == (DossierKind.DATA_REQUEST, None, RequestStatus.RECEIVED)
    assert (term.start_on, term.raw_on, term.effective_on) == (date(2026, 2, 17), date(2026, 3, 19), date(2026, 3, 19))
    assert explained(term).startswith("6698 sayılı Kanun m. 13/2 uyarınca 30 takvim günlük süre")


def test_a_policy_may_let_the_days_roll(asked, day, in_force):
    in_force("privacy.answer_rolls", value=True)
    assert term_of(asked(received_at=day(-13))).effective_on == date(2026, 3, 23)


def test_who_keeps_the_file_is_reminded_and_a_term_that_nobody_met_elapses(asked, day, administrator):
    row = asked()
    sweep(day(28))
    assert set(Mail.objects.values_list("to", flat=True)) == {administrator.email}
    sweep(day(31))
    assert term_of(row).status == DeadlineStatus.ELAPSED


def test_what_is_missing_or_lies_ahead_is_refused_at_once(asked, day, firm):
    wrong = {"full_name": " ", "contact": "", "text": "", "right": "x", "way": "x", "received_at": day(1)}
    assert refused(asked, **wrong) == {"no_full_name", "no_contact", "no_text", "bad_right", "bad_way", "future"}
    assert not SubjectRequest.objects.exists()


def test_nothing_is_given_before_an_identity_is_shown(asked, administrator, paper, at, day):
    row = asked()
    given = {"by": administrator, "at": day(2), "answered_at": day(1), "received": paper}
    assert refused(answer_request, row.pk, outcome="granted", **given) == {"not_identified"}
    assert refused(answer_request, row.pk, outcome="x", **given | {"answered_at": day(-1)}) == {
        "bad_outcome", "too_early"
    }  # fmt: skip
    assert refused(check_identity, row.pk, by=administrator, at=at, note=" ") == {"no_note"}
    check_identity(row.pk, by=administrator, at=at, note="Kimlik kartı görüldü.")
    assert refused(check_identity, row.pk, by=administrator, at=at, note="x") == {"status"}
    done = answer_request(row.pk, outcome="granted", **given)
    assert done.answer
    assert (done.status, done.answer.internal, done.dossier.closed_at) == (RequestStatus.ANSWERED, True, day(2))
    assert term_of(row).status == DeadlineStatus.MET
    assert refused(answer_request, row.pk, outcome="granted", **given) == {"status"}


def test_who_shows_no_identity_may_be_refused_and_a_late_answer_does_not_meet_the_term(
    asked, administrator, paper, day
):
    row = asked()
    answer_request(row.pk, by=administrator, at=day(40), outcome="refused", answered_at=day(39), received=paper)
    assert term_of(row).status == DeadlineStatus.ELAPSED
    assert not SubjectRequest.objects.get().identified_at


def test_steps_hold_no_personal_data(asked, administrator, paper, at):
    row = asked(paper=paper)
    check_identity(row.pk, by=administrator, at=at, note="Kimlik kartı görüldü.")
    told = "".join(Step.objects.filter(dossier=row.dossier).values_list("canonical", flat=True))
    assert paper.sha256 in told
    for words in (ASKED["full_name"], ASKED["text"], ASKED["contact"], "Kimlik kartı"):
        assert words not in told


def test_officers_and_auditors_do_not_answer(officer, auditor, asked, at):
    row = asked()
    for who in (officer, auditor):
        with pytest.raises(NotAllowed):
            check_identity(row.pk, by=who, at=at, note="x")
