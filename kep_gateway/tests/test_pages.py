from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kep_gateway.actions.take_evidence import take_evidence
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import EvidenceKind, Means, Notice
from kep_gateway.outbox import EVIDENCE, deliver
from kep_gateway.tests.conftest import FRIDAY, Post
from kep_gateway.tests.test_officers import MONDAY, failed, scan, served_late
from kep_gateway.tests.test_service import again, piece, run
from law.clock import moved

pytestmark = pytest.mark.django_db


@pytest.fixture
def monday():
    with moved(MONDAY):
        yield


def browse(client: Client, person) -> Client:
    client.force_login(person)
    return client


def body(response) -> str:
    text: str = response.content.decode()
    return text


def test_the_outbox_shows_tasks_first_and_every_notice(client, post: Post, officer, monday) -> None:
    bad, good = failed(post), post()
    page = body(browse(client, officer).get("/masa/kep/", headers={"accept-language": "en"}))
    assert page.index("Needs an officer") < page.index(f"/masa/kep/{bad.pk}/") < page.index("All notices")
    assert f"/masa/kep/{good.pk}/" in page
    assert "Signed letters are waiting" in page


def test_the_outbox_asks_the_database_the_same_however_long_it_is(
    client, post: Post, auditor, monday, django_assert_num_queries
) -> None:
    browse(client, auditor)
    post()
    client.get("/masa/kep/")  # what is kept in the process is asked once
    with django_assert_num_queries(8):
        client.get("/masa/kep/")
    for _ in range(3):
        post()
    with django_assert_num_queries(8):
        client.get("/masa/kep/")


def test_a_notice_says_why_it_is_served_on_this_day(client, post: Post, officer, monday) -> None:
    notice = post()
    run()
    page = body(browse(client, officer).get(f"/masa/kep/{notice.pk}/"))
    assert "18 Mart 2026 Çarşamba günü tebliğ edilmiş sayılır" in page
    assert "17 Nisan 2026 Cuma" in page, "the term that began"
    for evidence in notice.evidence.all():
        assert f"/belge/{evidence.document_id}/" in page
    assert "disabled" in page, "nothing is to be done"


def test_an_auditor_sees_and_can_do_nothing(client, post: Post, auditor, monday) -> None:
    notice = failed(post)
    browse(client, auditor)
    assert "baska-yolla" not in body(client.get(f"/masa/kep/{notice.pk}/"))
    assert client.post(f"/masa/kep/{notice.pk}/baska-yolla/").status_code == 404


def test_serving_otherwise_by_form(client, post: Post, officer, monday) -> None:
    notice = failed(post)
    address = f"/masa/kep/{notice.pk}/baska-yolla/"
    browse(client, officer)
    assert "tür 41" in body(client.get(address))
    assert client.post(address, {}).status_code == 422
    given = {"means": "by_hand", "event_at": "2026-03-16T11:30", "reference": "T-1", "seen": notice.dossier.head_n}
    text = SimpleUploadedFile("tutanak.pdf", b"hello", "application/pdf")
    assert client.post(address, {**given, "file": text}).status_code == 409
    response = client.post(address, {**given, "file": scan()})
    assert response.status_code == 302
    assert again(notice).status == NoticeStatus.REPLACED
    new = Notice.objects.get(replaces=notice)
    assert (new.means, new.served_on) == (Means.BY_HAND, date(2026, 3, 16))
    assert f"/masa/kep/{new.pk}/" in body(client.get(response["Location"]))
    assert f"/masa/kep/{notice.pk}/" in body(client.get(f"/masa/kep/{new.pk}/"))


def test_a_stale_form_is_shown_again_with_what_happened_meanwhile(client, post: Post, officer, monday) -> None:
    notice = served_late(post)
    address = f"/masa/kep/{notice.pk}/teblig-gunu/"
    stale = {"accept": "yes", "reason": "Doğrulandı.", "seen": 1}
    response = browse(client, officer).post(address, stale)
    assert response.status_code == 409
    assert 'class="timeline"' in body(response), "what happened meanwhile is told"
    assert again(notice).served_on == date(2026, 3, 21)


def test_settling_a_review_by_form(client, post: Post, officer, monday) -> None:
    notice = served_late(post)
    browse(client, officer)
    page = body(client.get(f"/masa/kep/{notice.pk}/"))
    assert "21.03.2026" in page
    assert "18.03.2026" in page
    given = {"accept": "yes", "reason": "Doğrulandı.", "seen": notice.dossier.steps.count()}
    assert client.post(f"/masa/kep/{notice.pk}/teblig-gunu/", given).status_code == 302
    assert again(notice).served_on == date(2026, 3, 18)


def test_settling_an_unknown_outcome_by_form(client, post: Post, officer, monday) -> None:
    notice = post("kayip@hs01.kep.tr")
    deliver(FRIDAY)
    browse(client, officer)
    address = f"/masa/kep/{notice.pk}/sonuc/"
    assert client.post(address, {"handed_over": "yes"}).status_code == 409
    assert client.post(address, {"handed_over": "yes", "message_id": "PTT-1"}).status_code == 302
    assert again(notice).message_id == "PTT-1"


def test_a_firm_sees_why_it_was_served_on_its_own_notices_only(
    client, post: Post, compliance, outsider, other_firm, monday
) -> None:
    notice = post()
    browse(client, compliance)
    assert client.get(f"/portal/tebligat/{notice.pk}/").status_code == 404, "nothing has left the house"
    run()
    assert f"/portal/tebligat/{notice.pk}/" in body(client.get("/portal/tebligat/"))
    page = body(client.get(f"/portal/tebligat/{notice.pk}/"))
    assert "18 Mart 2026 Çarşamba günü tebliğ edilmiş sayılır" in page
    assert f"/portal/yazi/{notice.letter_id}/" in page
    assert client.get(f"/masa/kep/{notice.pk}/").status_code == 404
    assert client.get("/masa/kep/").status_code == 403
    browse(client, outsider)
    assert client.get(f"/portal/tebligat/{notice.pk}/").status_code == 404
    assert f"/portal/tebligat/{notice.pk}/" not in body(client.get("/portal/tebligat/"))


def test_a_firm_reads_how_a_review_was_settled(client, post: Post, officer, compliance, monday) -> None:
    notice = served_late(post)
    given = {"accept": "no", "reason": "Delil şüpheli.", "seen": notice.dossier.steps.count()}
    browse(client, officer).post(f"/masa/kep/{notice.pk}/teblig-gunu/", given)
    page = body(browse(client, compliance).get(f"/portal/tebligat/{notice.pk}/"))
    assert "18.03.2026" in page
    assert "Delil şüpheli." not in page, "the officer's note is the ministry's"


def test_whoever_is_not_signed_in_is_asked_to(client, post: Post) -> None:
    notice = post()
    for address in ("/masa/kep/", f"/masa/kep/{notice.pk}/", "/portal/tebligat/", f"/portal/tebligat/{notice.pk}/"):
        assert client.get(address).status_code == 302


def test_contrary_evidence_is_named_on_the_page(client, post: Post, officer, monday) -> None:
    notice = post()
    run()
    later = piece(EvidenceKind.NOT_DELIVERED, FRIDAY + timedelta(hours=1), "N-9")
    take_evidence(notice.pk, by=EVIDENCE, at=MONDAY, evidence=later)
    desk = browse(client, officer)
    page = body(desk.get(f"/masa/kep/{notice.pk}/"))
    assert "N-9" in page
    assert "başarısızlık bildirdi" in page
    review = notice.reviews.get()
    assert review.contrary, "a person looks; the day stands"
    assert "Hangi gün sayılır" not in body(desk.get(f"/masa/kep/{notice.pk}/teblig-gunu/"))
    desk.post(f"/masa/kep/{notice.pk}/teblig-gunu/", {"reason": "İletinin kutuda olduğu görüldü.", "seen": ""})
    again = Notice.objects.get(pk=notice.pk)
    assert (again.status, again.served_on) == (NoticeStatus.SERVED, review.stored_on)
    assert notice.reviews.get().settled_by == officer
    take_evidence(notice.pk, by=EVIDENCE, at=MONDAY, evidence=piece(EvidenceKind.RELAY_FAILED, FRIDAY, "N-10"))
    assert notice.reviews.count() == 1, "one look is enough"
