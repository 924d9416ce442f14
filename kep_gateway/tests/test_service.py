from datetime import date, timedelta
from itertools import permutations

import pytest
from django.db import IntegrityError, connection, transaction

from deadlines.models import Deadline, DeadlineStatus
from deadlines.terms import explained
from documents.lifecycle import LetterStatus
from documents.models import Letter
from kep_gateway.actions.hand_over import hand_over
from kep_gateway.actions.take_evidence import take_evidence
from kep_gateway.evidence.facts import Proven
from kep_gateway.holding import OUTBOX
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import Evidence, EvidenceKind, Notice
from kep_gateway.notices import end_term, kep_missing, notify
from kep_gateway.outbox import EVIDENCE, collect, deliver
from kep_gateway.providers.protocol import Issued, Piece
from kep_gateway.queries import of_firms, tasks
from kep_gateway.tests.conftest import FRIDAY, THIRTY_DAYS, Post
from kep_gateway.tests.letters import unsigned
from law.clock import moved
from law.terms import Term, Unit
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from ledger.acts import Rule
from ledger.errors import NotAllowed, Refused
from ledger.verification import verify
from policies.files import file_of
from policies.models import PolicyFile

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
K = EvidenceKind
SOON = timedelta(minutes=1)


def run(at=FRIDAY, *, later: timedelta = SOON) -> None:
    """Deliver at an instant, and collect a little later."""
    with moved(at):
        deliver(at)
    with moved(at + later):
        collect(at + later)


def again(notice: Notice) -> Notice:
    return Notice.objects.get(pk=notice.pk)


def piece(kind: EvidenceKind, at=FRIDAY, reference: str = "") -> Piece:
    name = reference or f"d-{kind.value}"
    issued = Issued(f"{kind} {at} {name}".encode(), f"{name}.xml", "application/xml")
    return Piece(issued, Proven(kind, name, at, "hs01.kep.tr", "CN=Deneme", at))


def handed(notice: Notice) -> Notice:
    """The provider has the message; its package is kept, as the outbox keeps it before."""
    notice.package = notice.letter.document
    notice.save(update_fields=["package"])
    return hand_over(notice.pk, by=OUTBOX, at=FRIDAY, message_id=notice.reference)


def test_service_opens_the_term_by_itself(post: Post) -> None:
    notice = post(remind=[7, 1])
    run()
    notice = again(notice)
    assert (notice.status, notice.served_on) == (NoticeStatus.SERVED, date(2026, 3, 18))
    assert notice.letter.status == LetterStatus.SENT
    assert notice.letter.sent_at == FRIDAY
    deadline = notice.deadline
    assert deadline is not None
    assert (deadline.start_on, deadline.effective_on) == (date(2026, 3, 18), date(2026, 4, 17))
    assert deadline.opened_by is not None
    assert deadline.opened_by.act == "kep_gateway.take_evidence"
    assert f"{notice.reference}-40 sayılı delil (tür 40)" in explained(deadline)
    assert sorted(deadline.reminders.values_list("length", flat=True)) == [1, 7]
    assert [it.kind for it in notice.evidence.all()] == [K.ACCEPTED, K.RELAYED, K.DELIVERED]
    assert list(verify()) == []


def test_a_letter_waits_for_its_signature(post: Post, firm) -> None:
    notice = post(letter=unsigned(firm, at=FRIDAY))
    assert deliver(FRIDAY) == 0
    assert again(notice).attempts == 0
    with pytest.raises(Refused) as refused:
        hand_over(notice.pk, by=OUTBOX, at=FRIDAY, message_id="x")
    assert refused.value.codes == {"unsigned"}


def test_only_the_loops_hand_over_and_take_evidence(post: Post, officer) -> None:
    notice = post()
    for by in (officer, Rule("sweeper")):
        with pytest.raises(NotAllowed):
            hand_over(notice.pk, by=by, at=FRIDAY, message_id="x")
        with pytest.raises(NotAllowed):
            take_evidence(notice.pk, by=by, at=FRIDAY, evidence=piece(K.DELIVERED))


@pytest.mark.parametrize(("local", "code"), [("ret", 11), ("red", 21), ("ulasmaz", 31), ("yok", 41)])
def test_failure_starts_no_clock_and_becomes_an_officers_task(post: Post, local: str, code: int) -> None:
    notice = post(f"{local}@hs01.kep.tr")
    run()
    notice = again(notice)
    assert (notice.status, notice.served_on, notice.deadline) == (NoticeStatus.FAILED, None, None)
    assert f"tür {code}" in notice.failure
    assert not Deadline.objects.exists()
    assert list(tasks(FRIDAY)) == [notice]


def test_every_order_of_evidence_and_every_repetition_ends_alike(post: Post) -> None:
    pieces = [piece(K.ACCEPTED), piece(K.DELIVERED), piece(K.OPENED, FRIDAY + timedelta(hours=2))]
    for order in permutations(pieces):
        notice = handed(post())
        for one in [*order, *order]:
            take_evidence(notice.pk, by=EVIDENCE, at=FRIDAY + timedelta(hours=2), evidence=one)
        notice = again(notice)
        assert (notice.status, notice.served_on) == (NoticeStatus.SERVED, date(2026, 3, 18))
        assert notice.evidence.count() == 3
        assert not notice.reviews.exists()


def test_the_same_evidence_twice_is_one_row_and_one_step(post: Post) -> None:
    notice = handed(post())
    first = take_evidence(notice.pk, by=EVIDENCE, at=FRIDAY, evidence=piece(K.DELIVERED))
    steps = notice.dossier.steps.count()
    assert take_evidence(notice.pk, by=EVIDENCE, at=FRIDAY + SOON, evidence=piece(K.DELIVERED)) == first
    assert notice.dossier.steps.count() == steps
    assert Evidence.objects.count() == Deadline.objects.count() == 1


def test_evidence_that_says_something_else_under_its_number_is_refused(post: Post) -> None:
    notice = handed(post())
    take_evidence(notice.pk, by=EVIDENCE, at=FRIDAY, evidence=piece(K.DELIVERED))
    with pytest.raises(Refused) as refused:
        take_evidence(notice.pk, by=EVIDENCE, at=FRIDAY, evidence=piece(K.NOT_DELIVERED, reference="d-delivered"))
    assert refused.value.codes == {"altered"}


def test_no_evidence_before_handing_over(post: Post) -> None:
    with pytest.raises(Refused) as refused:
        take_evidence(post().pk, by=EVIDENCE, at=FRIDAY, evidence=piece(K.DELIVERED))
    assert refused.value.codes == {"not_handed_over"}


def test_the_newest_service_of_a_term_counts_and_cancels_the_older(post: Post, firm) -> None:
    first = post()
    run()
    second = post(at=FRIDAY + timedelta(days=3))
    run(FRIDAY + timedelta(days=3))
    older, newer = again(first).deadline, again(second).deadline
    assert older is not None
    assert newer is not None
    assert (older.status, newer.status) == (DeadlineStatus.CANCELLED, DeadlineStatus.OPEN)
    assert newer.start_on == date(2026, 3, 21)


def test_a_notice_without_a_term_opens_none(post: Post) -> None:
    notice = post(term=None)
    run()
    assert again(notice).status == NoticeStatus.SERVED
    assert not Deadline.objects.exists()


def test_a_term_whose_matter_is_settled_before_service_opens_no_more(post: Post, firm) -> None:
    notice = post()
    with transaction.atomic():
        end_term(firm.dossier, THIRTY_DAYS.key, DeadlineStatus.MET, at=FRIDAY)
    run()
    assert again(notice).status == NoticeStatus.SERVED
    assert not Deadline.objects.exists()


def test_a_term_in_hours_runs_from_the_delivery_itself(post: Post) -> None:
    hours = Term("deneme.derhal", 24, Unit.HOURS, rolls=False, clause="3/d", title="Derhal")
    notice = handed(post(term=hours))
    take_evidence(notice.pk, by=EVIDENCE, at=FRIDAY + SOON, evidence=piece(K.DELIVERED))
    deadline = again(notice).deadline
    assert deadline is not None
    assert (deadline.start_at, deadline.due_at) == (FRIDAY, FRIDAY + timedelta(hours=24))


def test_the_policy_of_the_day_of_handing_over_governs(post: Post, approver, second_approver) -> None:
    before = handed(post())
    day = FRIDAY.date().isoformat()
    arguments = {"value": "opening_day", "in_force_from": day, "citation": "Deneme"}
    file = file_of("service.kep", at=FRIDAY)
    proposal = propose("policies.set_policy", PolicyFile, file.pk, by=approver, at=FRIDAY, arguments=arguments)
    approve(proposal.pk, by=second_approver, at=FRIDAY)
    hours = Term("deneme.derhal", 24, Unit.HOURS, rolls=False, clause="3/d", title="Derhal")
    after = handed(post(term=hours))
    for notice in (before, after):
        take_evidence(notice.pk, by=EVIDENCE, at=FRIDAY, evidence=piece(K.DELIVERED))
    assert again(before).served_on == date(2026, 3, 18)
    assert (again(after).status, again(after).served_on) == (NoticeStatus.HANDED_OVER, None)
    assert again(after).deadline is not None, "hours run from the delivery, whatever the rule of the served day"
    opened = FRIDAY + timedelta(days=1)
    take_evidence(after.pk, by=EVIDENCE, at=opened, evidence=piece(K.OPENED, opened))
    assert again(after).served_on == date(2026, 3, 14)
    assert Deadline.objects.filter(term=hours.key).count() == 1


def test_a_letter_with_two_notices_is_sent_once(post: Post, letter: Letter) -> None:
    post(letter=letter)
    post("cinar@hs02.kep.tr", letter=letter)
    assert deliver(FRIDAY) == 2
    letter.refresh_from_db()
    assert letter.sent_at == FRIDAY


def test_a_firm_without_an_address_cannot_be_written_to(firm, letter: Letter) -> None:
    before = FRIDAY - timedelta(days=3650)
    assert [it.code for it in kep_missing(firm, before)] == ["no_kep"]
    assert not list(kep_missing(firm, FRIDAY))
    with pytest.raises(ValueError, match="address"):
        notify(firm.dossier.steps.first(), letter=letter, firm=firm, kind="x", at=before)


def test_a_firm_is_told_only_what_has_left_the_house(post: Post, firm) -> None:
    firms = type(firm).objects.filter(pk=firm.pk)
    notice = post(term=THIRTY_DAYS)
    assert not of_firms(firms).exists()
    run()
    assert list(of_firms(firms)) == [notice]


def test_the_database_itself_refuses_a_second_notice_of_one_step_kind_and_firm(post: Post) -> None:
    """By SQL, behind every act: the same notice a second time, under another reference."""
    notice = post()
    columns = [field.column for field in Notice._meta.concrete_fields if not field.primary_key]

    def copy(**changed: str) -> None:
        chosen = ", ".join(f"'{changed[name]}'" if name in changed else f'"{name}"' for name in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO kep_gateway_notice ({names}) SELECT {chosen} FROM kep_gateway_notice WHERE id = %s",
                [notice.pk],
            )

    with pytest.raises(IntegrityError, match=r"notice_once_per_step|step_id"):
        copy(reference="00000000-0000-4000-8000-000000000001")
    with pytest.raises(IntegrityError, match=r"notice_once_per_step|step_id"):
        copy(reference="00000000-0000-4000-8000-000000000002", means="post")
    copy(reference="00000000-0000-4000-8000-000000000003", kind="baska")
    assert Notice.objects.count() == 2, "the control: another kind is taken"
