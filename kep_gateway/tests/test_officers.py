from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from deadlines.models import Deadline, DeadlineStatus
from documents.intake import Received, receive
from documents.models import Letter
from kep_gateway.actions.serve_otherwise import serve_otherwise
from kep_gateway.actions.settle_review import settle_review
from kep_gateway.actions.take_evidence import take_evidence
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import EvidenceKind, Means, Notice
from kep_gateway.notices import notify
from kep_gateway.outbox import EVIDENCE, deliver
from kep_gateway.queries import opinion_of, tasks
from kep_gateway.tests.conftest import FRIDAY, THIRTY_DAYS, Post
from kep_gateway.tests.letters import unsigned
from kep_gateway.tests.test_service import again, handed, piece, run
from ledger.errors import NotAllowed, Refused
from ledger.verification import verify

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
K = EvidenceKind
MONDAY = FRIDAY + timedelta(days=3)


def scan() -> SimpleUploadedFile:
    picture = BytesIO()
    Image.new("RGB", (8, 8), "white").save(picture, "PNG")
    return SimpleUploadedFile("tutanak.png", picture.getvalue(), "image/png")


def proof(at=MONDAY) -> Received:
    return receive(scan(), at=at)


def failed(post: Post, **given) -> Notice:
    notice = post("yok@hs01.kep.tr", **given)
    run()
    return again(notice)


@pytest.mark.parametrize(
    ("means", "kind", "served_on", "words"),
    [
        (Means.BY_HAND, K.HANDED, date(2026, 3, 16), "elden"),
        (Means.POST, K.POSTED, date(2026, 3, 16), "taahhütlü"),
        (Means.UETS, K.DELIVERED, date(2026, 3, 21), "7/a uyarınca"),
    ],
)
def test_another_means_takes_over_after_failure(
    post: Post, officer, means: Means, kind: EvidenceKind, served_on: date, words: str
) -> None:
    old = failed(post)
    new = serve_otherwise(old.pk, by=officer, at=MONDAY, means=means, event_at=MONDAY, reference="T-7", proof=proof())
    assert again(old).status == NoticeStatus.REPLACED
    assert (new.status, new.served_on, new.replaces) == (NoticeStatus.SERVED, served_on, old)
    assert words in opinion_of(new).because
    (evidence,) = new.evidence.all()
    assert (evidence.kind, evidence.entered_by) == (kind, officer)
    deadline = again(new).deadline
    assert deadline is not None
    assert deadline.start_on == served_on
    assert "T-7" in deadline.evidence
    assert not tasks(MONDAY).exists()
    assert list(verify()) == []


def test_a_letter_that_never_goes_by_kep_is_served_by_its_record(firm, letter, officer) -> None:
    step = firm.dossier.steps.first()
    notice = notify(step, letter=letter, firm=firm, kind="x", at=FRIDAY, term=THIRTY_DAYS, means=Means.BY_HAND)
    assert deliver(FRIDAY) == 0
    assert list(tasks(MONDAY)) == [notice]
    serve_otherwise(notice.pk, by=officer, at=MONDAY, means="by_hand", event_at=FRIDAY, reference="T-1", proof=proof())
    letter.refresh_from_db()
    assert letter.sent_at == MONDAY
    assert Deadline.objects.get().start_on == date(2026, 3, 13)


def test_all_reasons_against_another_means_come_at_once(post: Post, firm, officer) -> None:
    old = failed(post)
    with pytest.raises(Refused) as refused:
        serve_otherwise(
            old.pk,
            by=officer,
            at=MONDAY,
            seen=0,
            means="kep",
            event_at=MONDAY + timedelta(seconds=1),
            reference=" ",
            proof=proof(),
        )
    assert refused.value.codes == {"stale", "bad_means", "future", "no_reference"}
    early = FRIDAY - timedelta(days=1)
    with pytest.raises(Refused) as refused:
        serve_otherwise(old.pk, by=officer, at=MONDAY, means="post", event_at=early, reference="T", proof=proof())
    assert refused.value.codes == {"before_letter"}
    waits = post(letter=unsigned(firm, at=FRIDAY))
    with pytest.raises(Refused) as refused:
        serve_otherwise(waits.pk, by=officer, at=MONDAY, means="post", event_at=MONDAY, reference="T", proof=proof())
    assert refused.value.codes == {"on_its_way", "unsigned"}
    on_its_way = handed(post())
    with pytest.raises(Refused) as refused:
        serve_otherwise(
            on_its_way.pk, by=officer, at=MONDAY, means="post", event_at=MONDAY, reference="T", proof=proof()
        )
    assert refused.value.codes == {"not_silent"}


def test_firms_and_auditors_serve_nothing(post: Post, compliance, auditor, inspector) -> None:
    old = failed(post)
    for person in (compliance, auditor, inspector):
        with pytest.raises(NotAllowed):
            serve_otherwise(old.pk, by=person, at=MONDAY, means="post", event_at=MONDAY, reference="T", proof=proof())
        with pytest.raises(NotAllowed):
            settle_review(old.pk, by=person, at=MONDAY, accept=True, reason="x")


def served_late(post: Post, **given) -> Notice:
    """A notice served on 21 March whose provider later proves a delivery on the 13th."""
    notice = handed(post(**given))
    take_evidence(notice.pk, by=EVIDENCE, at=MONDAY, evidence=piece(K.DELIVERED, MONDAY))
    take_evidence(notice.pk, by=EVIDENCE, at=MONDAY, evidence=piece(K.DELIVERED, FRIDAY, "d-early"))
    return again(notice)


def test_another_proven_day_changes_nothing_until_a_person_decides(post: Post) -> None:
    notice = served_late(post)
    assert notice.served_on == date(2026, 3, 21)
    review = notice.reviews.get()
    assert (review.stored_on, review.proven_on) == (date(2026, 3, 21), date(2026, 3, 18))
    assert Deadline.objects.get().start_on == date(2026, 3, 21)
    assert list(tasks(MONDAY)) == [notice]


def test_the_proven_day_accepted_moves_the_term(post: Post, officer) -> None:
    notice = served_late(post)
    settle_review(notice.pk, by=officer, at=MONDAY, accept=True, reason="Sağlayıcı doğruladı.")
    assert again(notice).served_on == date(2026, 3, 18)
    deadline = Deadline.objects.get()
    assert (deadline.start_on, deadline.effective_on) == (date(2026, 3, 18), date(2026, 4, 17))
    assert "d-early" in deadline.evidence
    acts = list(notice.dossier.steps.values_list("act", flat=True))[-2:]
    assert acts == ["kep_gateway.settle_review", "deadlines.service_corrected"]
    told = notice.dossier.steps.get(act="kep_gateway.settle_review").notices.get().letter
    assert (told.kind, told.status, bool(told.challenge)) == ("kep_gateway.service_corrected", "draft", True)
    for word in ("21.03.2026 yerine 18.03.2026", "yerine 17.04.2026", "Sağlayıcı doğruladı.", notice.letter.subject):
        assert word in told.body
    assert list(verify()) == []
    with pytest.raises(Refused) as refused:
        settle_review(notice.pk, by=officer, at=MONDAY, accept=True, reason="x")
    assert refused.value.codes == {"no_review"}


def test_the_stored_day_kept_is_not_asked_again(post: Post, officer) -> None:
    notice = served_late(post)
    with pytest.raises(Refused) as refused:
        settle_review(notice.pk, by=officer, at=MONDAY, accept=False, reason=" ")
    assert [it.field for it in refused.value.obstacles] == ["reason"]
    settle_review(notice.pk, by=officer, at=MONDAY, accept=False, reason="Delil şüpheli.")
    take_evidence(notice.pk, by=EVIDENCE, at=MONDAY, evidence=piece(K.OPENED, MONDAY))
    assert again(notice).served_on == date(2026, 3, 21)
    review = notice.reviews.get()
    assert (review.accepted, review.settled_by) == (False, officer)
    assert not tasks(MONDAY).exists()
    assert not Letter.objects.filter(kind="kep_gateway.service_corrected").exists()


def test_an_open_review_follows_the_evidence(post: Post) -> None:
    earlier = FRIDAY - timedelta(days=1)
    notice = served_late(post, at=earlier)
    take_evidence(notice.pk, by=EVIDENCE, at=MONDAY, evidence=piece(K.DELIVERED, earlier, "d-earlier"))
    assert notice.reviews.get().proven_on == date(2026, 3, 17)


def test_a_term_that_is_closed_is_not_moved(post: Post, officer) -> None:
    notice = served_late(post)
    run_out = Deadline.objects.get()
    run_out.status, run_out.closed_at = DeadlineStatus.MET, MONDAY
    run_out.save()
    settle_review(notice.pk, by=officer, at=MONDAY, accept=True, reason="Doğrulandı.")
    assert again(notice).served_on == date(2026, 3, 18)
    assert Deadline.objects.get().start_on == date(2026, 3, 21)


def test_delivery_proven_after_failure_serves_only_when_a_person_accepts(post: Post, officer) -> None:
    notice = failed(post)
    take_evidence(notice.pk, by=EVIDENCE, at=MONDAY, evidence=piece(K.DELIVERED))
    assert again(notice).status == NoticeStatus.FAILED
    assert not Deadline.objects.exists()
    with pytest.raises(Refused) as refused:
        serve_otherwise(notice.pk, by=officer, at=MONDAY, means="post", event_at=MONDAY, reference="T", proof=proof())
    assert refused.value.codes == {"under_review"}
    settle_review(notice.pk, by=officer, at=MONDAY, accept=True, reason="Ulaşmış.")
    assert (again(notice).status, again(notice).served_on) == (NoticeStatus.SERVED, date(2026, 3, 18))
    assert Deadline.objects.get().start_on == date(2026, 3, 18)


@pytest.mark.parametrize(("accept", "start"), [(True, date(2026, 3, 18)), (False, date(2026, 3, 20))])
def test_delivery_proven_after_service_by_hand_is_settled_too(post: Post, officer, accept, start) -> None:
    old = failed(post)
    friday = FRIDAY + timedelta(days=7)
    serve_otherwise(
        old.pk, by=officer, at=friday, means="by_hand", event_at=friday, reference="T-7", proof=proof(friday)
    )
    take_evidence(old.pk, by=EVIDENCE, at=friday, evidence=piece(K.DELIVERED))
    review = old.reviews.get()
    assert (review.stored_on, review.proven_on) == (date(2026, 3, 20), date(2026, 3, 18))
    settle_review(old.pk, by=officer, at=friday, accept=accept, reason="Bakıldı.")
    assert again(old).status == NoticeStatus.REPLACED
    assert Deadline.objects.get().start_on == start
