"""Who read personal data: recorded with why, once for each opening, for the ministry's people only."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse

from accounts.access import Access
from documents.intake import keep_bytes
from ledger.models import Step
from privacy.models import Reading
from privacy.tests.conftest import browser_of
from tests.matrix.test_addresses import addresses

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
HOST = "http://testserver"
PERSONAL = {
    *("document", "portal_application", "portal_item", "portal_details", "portal_hand_in", "portal_answer"),
    *("portal_withdraw", "desk_application", "desk_judge", "desk_file_document", "desk_compose"),
    *("desk_propose_approval", "desk_propose_rejection", "desk_simple", "desk_firm", "desk_person"),
    *("registry:desk_file", "registry:desk_paper"),
    *("kep:incoming", "kep:notice", "kep:proof", "privacy:request", "privacy:breach"),
}


@pytest.fixture
def document(firm, at):
    return keep_bytes(
        b"%PDF-x",
        dossier=firm.dossier,
        kind="x",
        title="Belge",
        filename="belge.pdf",
        media_type="application/pdf",
        at=at,
    )


@pytest.fixture
def from_page(firm):
    """The header by which a browser says that it comes from the firm's page."""
    return {"Referer": HOST + reverse("desk_firm", args=[firm.dossier.number])}


def rows():
    return list(Reading.objects.order_by("pk").values_list("person", "kind", "key", "matter__number", "reason"))


def test_the_pages_that_show_personal_data_are_marked():
    marks: dict[str, Access] = dict(addresses(get_resolver().url_patterns))
    assert {name for name, access in marks.items() if access.personal} == PERSONAL


def test_a_matters_own_page_is_read_for_the_matter(officer, firm, at):
    before = Step.objects.count()
    browser = browser_of(officer)
    assert browser.get(reverse("desk_firm", args=[firm.dossier.number])).status_code == 200
    assert rows() == [(officer.pk, "accounts.firm", firm.pk, firm.dossier.number, "")]
    row = Reading.objects.get()
    assert (row.roles, row.firm, row.internal, row.read_at.date()) == ("officer", firm, False, at.date())
    assert Step.objects.count() == before


def test_a_download_is_read_for_the_matter_whose_page_it_was_opened_from(officer, firm, document, from_page):
    browser, address = browser_of(officer), reverse("document", args=[document.pk])
    assert b"".join(browser.get(address, headers=from_page).streaming_content) == b"%PDF-x"
    assert rows() == [(officer.pk, "documents.document", document.pk, firm.dossier.number, "")]


@pytest.mark.parametrize(
    "before",
    [
        "",
        HOST + "/masa/",
        HOST + "/masa/firma/FRM-1999-000001/",
        HOST + "/yok/",
        "http://kotu.invalid/masa/firma/",
        "x",
    ],
)
def test_a_download_outside_of_a_matter_asks_why(officer, firm, document, before):
    browser, address = browser_of(officer), reverse("document", args=[document.pk])
    asked = browser.get(address, headers={"Referer": before})
    assert asked.status_code == 200
    assert "belge.pdf" not in asked.headers.get("Content-Disposition", "")
    assert rows() == []
    given = {"name": f"documents.document:{document.pk}", "next": address}
    assert browser.post(reverse("privacy:reason"), {**given, "reason": ""}).status_code == 422
    assert browser.post(reverse("privacy:reason"), {**given, "reason": "Denetim"}).url == address
    assert b"".join(browser.get(address).streaming_content) == b"%PDF-x"
    assert rows() == [(officer.pk, "documents.document", document.pk, None, "Denetim")]
    other = browser_of(officer).get(address)
    assert "Content-Disposition" not in other.headers, "a reason ends with its session"


def test_a_reason_leads_nowhere_else(officer):
    given = {"name": "x", "reason": "Denetim", "next": "https://kotu.invalid/"}
    assert browser_of(officer).post(reverse("privacy:reason"), given).url == reverse("privacy:desk")


def test_the_administration_asks_why(auditor, firm, compliance):
    browser, address = browser_of(auditor), f"/yonetim/accounts/user/{compliance.pk}/change/"
    assert compliance.email not in browser.get(address).content.decode()
    assert rows() == []
    given = {"name": f"accounts.user:{compliance.pk}", "next": address, "reason": "Denetim"}
    browser.post(reverse("privacy:reason"), given)
    assert compliance.email in browser.get(address).content.decode()
    assert rows() == [(auditor.pk, "accounts.user", compliance.pk, None, "Denetim")]
    browser.post(reverse("privacy:reason"), {**given, "name": "accounts.signatory:"})
    assert browser.get("/yonetim/accounts/signatory/").status_code == 200
    assert rows()[-1] == (auditor.pk, "accounts.signatory", None, None, "Denetim")


def test_what_was_not_shown_was_not_read(officer, outsider, compliance, firm, document, from_page):
    address = reverse("document", args=[document.pk])
    assert browser_of(officer).post(address, headers=from_page).status_code == 405
    assert browser_of(outsider).get(address).status_code == 404
    assert Client().get(address).status_code == 302
    assert browser_of(compliance).get(address).status_code == 200, "a firm's own look is no reading"
    assert rows() == []


def test_a_reading_that_cannot_be_kept_keeps_nobody_from_reading(officer, document, from_page, monkeypatch):
    def away(**columns):
        raise DatabaseError("read-only")

    monkeypatch.setattr(Reading.objects, "create", away)
    answer = browser_of(officer).get(reverse("document", args=[document.pk]), headers=from_page)
    assert b"".join(answer.streaming_content) == b"%PDF-x"


def test_readings_stay(officer, firm):
    browser_of(officer).get(reverse("desk_firm", args=[firm.dossier.number]))
    for sql in ("UPDATE privacy_reading SET kind = 'x'", "DELETE FROM privacy_reading"):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reading.objects.create(person=officer, roles="officer", kind="x", read_at=Reading.objects.get().read_at)


def test_administrators_look_by_person_firm_and_day(officer, auditor, administrator, firm, other_firm):
    browser = browser_of(officer)
    for one in (firm, other_firm):
        browser.get(reverse("desk_firm", args=[one.dossier.number]))
    looking, address = browser_of(administrator), reverse("privacy:readings")
    assert looking.get(address).context["page"].paginator.count == 2
    for asked, count in (
        ({"kisi": "memur"}, 2), ({"kisi": "yok"}, 0), ({"firma": "isik"}, 1), ({"firma": "4840847211"}, 1),
        ({"gun": "2026-03-02"}, 2), ({"gun": "2026-03-03"}, 0), ({"gun": "x"}, 2),
    ):  # fmt: skip
        assert looking.get(address, asked).context["page"].paginator.count == count, asked
    assert browser.get(address).status_code == 403
    assert browser_of(auditor).get(address).status_code == 200


def test_a_firm_sees_role_and_time_and_no_name(officer, compliance, firm, document, from_page):
    browser = browser_of(officer)
    browser.get(reverse("document", args=[document.pk]), headers=from_page)
    hidden = keep_bytes(
        b"%PDF-y", dossier=firm.dossier, kind="x", title="Not", filename="n.pdf", media_type="application/pdf",
        at=document.received_at, internal=True,
    )  # fmt: skip
    browser.get(reverse("document", args=[hidden.pk]), headers=from_page)
    page = browser_of(compliance).get(reverse("privacy:firm_readings", args=[firm.dossier.number]))
    text = page.content.decode()
    assert page.context["page"].paginator.count == 1
    assert officer.full_name not in text
    assert firm.dossier.number in text
