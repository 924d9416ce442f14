"""The inbox at the desk."""

from __future__ import annotations

import pytest
from django.test import Client

from applications.worklist import worklist
from kep_gateway.inbox.lifecycle import MailStatus
from kep_gateway.models import IncomingMail
from kep_gateway.tests.conftest import FRIDAY
from kep_gateway.tests.inbox.mails import CINAR, PDF, file_part, mail, several, text_part

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def desk(client: Client, officer):
    client.force_login(officer)

    def get(address: str) -> str:
        response = client.get(address, headers=ENGLISH)
        assert response.status_code == 200
        return response.content.decode()

    return get


def page_of(kept: IncomingMail) -> str:
    return f"/masa/gelen/{kept.pk}/"


def test_the_tray_comes_first_and_the_list_can_be_searched(desk, keep, firm, other_firm, matter):
    there = matter(firm)
    matched, tray = keep(subject="Birinci yazı"), keep(subject="İkinci YAZI", sender="kimse@hs03.kep.tr")
    page = desk("/masa/gelen/")
    assert page.index(page_of(tray)) < page.index(page_of(matched))
    assert there.number in page
    for query, found in (
        ("q=ikinci", {tray}),
        ("q=birinci+yazı", {matched}),
        ("q=kimse@hs03", {tray}),
        ("q=isik+isg", {matched}),
        (f"q={there.number}", {matched}),
        ("durum=waiting", {tray}),
        ("durum=matched", {matched}),
        ("durum=settled", set()),
        ("durum=yok", {tray, matched}),
    ):
        page = desk(f"/masa/gelen/?{query}")
        assert {it for it in (tray, matched) if page_of(it) in page} == found, query


def test_the_list_asks_the_database_the_same_however_long_it_is(desk, keep, firm, matter, django_assert_num_queries):
    matter(firm)
    keep()
    desk("/masa/gelen/")
    with django_assert_num_queries(4):
        desk("/masa/gelen/")
    for _ in range(3):
        keep()
        keep(unverified="unsigned")
    with django_assert_num_queries(4):
        desk("/masa/gelen/")


def test_a_message_shows_its_doubts_its_words_and_what_became_of_each_file(desk, keep, firm):
    html = "<script>alert(1)</script><b>&lt;i&gt;Sayın</b>"
    parts = (text_part(html, kind="html"), file_part(PDF), file_part(b"x", "<img src=x>.exe"))
    kept = keep(mail(subject="<h1>Konu", body=several(*parts)), unverified="untrusted,stale_list")
    page = desk(page_of(kept))
    assert "&lt;h1&gt;Konu" in page
    assert "&lt;i&gt;Sayın" in page
    assert "alert(1)" not in page
    assert "Nobody vouches for the sender." in page
    assert "does not lead to an authority that we trust" in page
    assert "&lt;img src=x&gt;.exe" in page
    assert "Bu tür dosya burada kabul edilmez." in page
    assert f"/belge/{kept.attachments.get(place=1).document_id}/" in page
    assert f"/belge/{kept.package_id}/" in page


def test_an_unreadable_message_says_so(desk, keep, firm):
    page = desk(page_of(keep(mail(body=b"Content-Type: multipart/mixed\r\n\r\nx"))))
    assert "The message could not be read." in page
    assert "It is damaged, cut off or no message." in page


def test_a_candidate_is_one_press_away(desk, client, keep, firm, other_firm, matter):
    there, theirs = matter(firm), matter(other_firm)
    kept = keep(subject=theirs.number, unverified="unsigned")
    page = desk(page_of(kept))
    assert f'name="number" value="{there.number}"' in page
    assert theirs.number not in page.partition("Where it may belong")[2].partition("What can be done")[0]
    answer = client.post(f"{page_of(kept)}esle/", {"number": there.number})
    assert (answer.status_code, answer["Location"]) == (302, page_of(kept))
    page = desk(page_of(kept))
    assert "an officer chose the dossier" in page
    assert "Where it may belong" not in page


def test_refusals_stand_at_their_field(desk, client, keep, firm, other_firm, matter):
    kept, theirs = keep(unverified="unsigned"), matter(other_firm)
    assert "Number of the dossier" in desk(f"{page_of(kept)}esle/")
    assert client.post(f"{page_of(kept)}esle/", {}).status_code == 422
    answer = client.post(f"{page_of(kept)}esle/", {"number": theirs.number}, headers=ENGLISH)
    assert answer.status_code == 409
    assert "this firm must not read its message" in answer.content.decode()
    assert client.post(f"{page_of(kept)}cikar/", {"reason": " "}).status_code == 422
    assert client.post(f"{page_of(kept)}cikar/", {"reason": "Reklam."}).status_code == 302
    page = desk(page_of(kept))
    assert "Reklam." in page
    assert "Put the KEP message back into the tray" in page


def test_a_task_begins_with_the_message_and_ends_with_the_officer(desk, client, keep, firm, matter, officer):
    there = matter(firm)
    kept, tray = keep(), keep(sender=CINAR)

    def tasks():
        return {it.address: str(it.what) for it in worklist(officer, FRIDAY)}

    assert set(tasks()) == {page_of(kept), page_of(tray)}
    assert "isik" not in str(tasks())
    answer = client.post(f"{page_of(kept)}tamam/", {"seen": there.steps.count()})
    assert answer.status_code == 302
    assert set(tasks()) == {page_of(tray)}
    assert IncomingMail.objects.get(pk=kept.pk).status == MailStatus.SETTLED
    assert client.post(f"{page_of(tray)}cikar/", {"reason": "Başka kurumun."}).status_code == 302
    assert tasks() == {}


def test_an_auditor_reads_and_can_do_nothing_and_a_firm_sees_none_of_it(
    client, keep, firm, matter, auditor, compliance
):
    matter(firm)
    kept = keep(unverified="unsigned")
    client.force_login(auditor)
    page = client.get(page_of(kept)).content.decode()
    assert "/esle/" not in page
    assert client.post(f"{page_of(kept)}esle/").status_code == 404
    client.force_login(compliance)
    assert client.get("/masa/gelen/").status_code == 403
    assert client.get(page_of(kept)).status_code == 404
