"""Bad input at the pages of an application: each is told at its field, and what was typed comes back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pikepdf
import pytest
from django.test import Client

from accounts.models import Firm
from accounts.tests.sign_in import signed_in
from applications.lifecycle import Status
from applications.models import Application, Attachment
from conftest import person
from documents import demo_ca, store
from documents.models import Document
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import Notice
from kep_gateway.queries import tasks
from law.clock import legal_day, moved
from ledger.models import Proposal, Step
from operations.demo.samples import certificate_fields, pdf, upload
from operations.demo.story import Story

pytestmark = pytest.mark.django_db
BOMB = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", "bomb.xml": bytes(30 << 20)}


def get(story, who, address):
    with moved(story.at):
        return signed_in(Client(), who).get(address)


def post(story, who, address, **data):
    with moved(story.at):
        return signed_in(Client(), who).post(address, data)


def at_portal(story, key=""):
    return f"/portal/basvuru/{story.application.dossier.number}/" + (f"belge/{key}/" if key else "")


def at_desk(story, last=""):
    return f"/masa/basvuru/{story.application.dossier.number}/{last}"


def send(story, key, file, **more):
    """Let the firm send a file for a requirement at its page."""
    return post(story, story.person, at_portal(story, key), file=file, **more)


def certificate(story, **changes):
    """Return what the firm types of a certificate that holds, with some of it changed."""
    today = legal_day(story.at)
    issued, until = today - timedelta(days=200), today + timedelta(days=800)
    fields = certificate_fields(story.name, issued=issued, until=until, number="ISMS-1")
    return {name: value for name, value in (fields | changes).items() if value}


def paper(name="belge.pdf"):
    return upload(name, pdf("Belge", "Işık"))


@pytest.fixture
def draft(story):
    return story.register().start()


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("vkn", "1234567891"),
        ("vkn", "12345"),
        ("vkn", "abc"),
        ("kep", "isik@gmail.com"),
        ("kep", "isik"),
        ("mersis", "12"),
        ("website", "javascript:alert(1)"),
        ("legal_name", " "),
    ],
)
def test_a_wrong_value_at_the_registration_is_told_at_its_field(story, field, typed):
    given = {"legal_name": "Işık A.Ş.", "vkn": "1234567890", "kep": "isik@hs01.kep.tr", "postal": "Şişli"}
    answer = post(story, person("Ufuk Uyum"), "/portal/firma/kayit/", **given | {field: typed})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert {name: answer.context["form"][name].value() for name in given} == given | (
        {field: typed} if field in given else {}
    )
    assert not Firm.objects.exists()


@pytest.mark.parametrize("typed", ["31.02.2026", "2026-13-01", "yarın", "20260101x"])
def test_a_day_that_is_none_is_told_at_its_field(draft, typed):
    said = certificate(draft, valid_until_on=typed)
    answer = send(draft, "iso_27001", paper(), **said)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"valid_until_on"}
    assert answer.context["form"]["valid_until_on"].value() == typed
    assert answer.context["form"]["scope"].value() == said["scope"]
    address = f"/portal/firma/{draft.firm.dossier.number}/imza-yetkilisi/"
    named = {"full_name": "Işıl Müdür", "identity_number": "10000000146", "source": "Sirküler", "from_on": typed}
    assert set(post(draft, draft.person, address, **named).context["form"].errors) == {"from_on"}


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("issued_on", {"first_issued_on": date(2026, 1, 1), "issued_on": date(2025, 6, 1)}),
        ("valid_until_on", {"valid_until_on": date(2025, 1, 1)}),
        ("next_surveillance_on", {"last_surveillance_on": date(2026, 1, 5), "next_surveillance_on": date(2026, 1, 5)}),
        ("edition", {"edition": "2099"}),
    ],
)
def test_days_of_a_certificate_that_contradict_are_told_at_the_later_one(draft, field, changes):
    answer = send(draft, "iso_27001", paper(), **certificate(draft, **changes))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert answer.context["form"]["number"].value() == "ISMS-1"
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        (
            {"first_issued_on": date(2022, 5, 1), "issued_on": date(2022, 5, 1), "valid_until_on": date(2025, 5, 1)},
            {"lapsed"},
        ),
        ({"edition": "2013"}, {"edition_void"}),
        ({"holder": "Başka A.Ş."}, {"other_holder"}),
    ],
)
def test_a_certificate_that_will_not_do_is_taken_and_its_deficiency_told_at_once(draft, changes, codes):
    changes.setdefault("next_surveillance_on", "")
    assert send(draft, "iso_27001", paper(), **certificate(draft, **changes)).status_code == 302
    assert {it.code for it in get(draft, draft.person, at_portal(draft, "iso_27001")).context["flaws"]} == codes
    assert draft.item("iso_27001").attachments.count() == 1


def altered(data: bytes) -> bytes:
    """Return another agreement: the issued one with a page more."""
    out = BytesIO()
    with pikepdf.open(BytesIO(data)) as it:
        it.pages.append(it.pages[0])
        it.save(out)
    return out.getvalue()


def test_an_unsigned_or_altered_agreement_is_taken_and_its_deficiency_told_at_once(draft):
    draft.sign_agreement(unsigned=True)
    issued = store.read(draft.item("agreement").attachments.get().document.sha256)
    before = Attachment.objects.count()
    for data, code in (
        (issued, "agreement_unsigned"),
        (demo_ca.sign_as(altered(issued), draft.key, at=draft.at), "agreement_not_our_bytes"),
    ):
        draft.wait()  # the one sent last counts
        answer = send(draft, "agreement", upload("sozlesme.pdf", data), ink="electronic")
        assert answer.status_code == 302, code
        assert code in {it.code for it in get(draft, draft.person, at_portal(draft, "agreement")).context["flaws"]}
    assert Attachment.objects.count() == before + 2


def encrypted() -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf("Gizli", "Işık"))) as it:
        it.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def bomb() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as parts:
        for name, data in BOMB.items():
            parts.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("belge.pdf", lambda: b"MZ\x90\x00" + bytes(300)),
        ("belge.pdf", lambda: b"<html><script>alert(1)</script></html>"),
        ("belge.pdf", lambda: b"%PDF-1.7\n" + b"x" * 300),
        ("belge.docx", lambda: pdf("Belge", "Işık")),
        ("belge.pdf", encrypted),
        ("belge.docx", bomb),
        ("belge.pdf", lambda: b""),
        ("belge.pdf", lambda: b"%PDF-1.7" + bytes(60 << 20)),
    ],
    ids=["program", "page", "torn", "ending", "encrypted", "bomb", "empty", "60 MB"],
)
def test_a_file_that_is_not_accepted_is_told_at_its_field_and_leaves_nothing(draft, name, data):
    answer = send(draft, "backup_procedure", upload(name, data()))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"file"}
    assert (Attachment.objects.count(), Document.objects.filter(dossier=draft.application.dossier).count()) == (0, 0)


def test_a_certificate_whose_file_is_refused_keeps_what_was_typed(draft):
    said = certificate(draft)
    answer = send(draft, "iso_27001", upload("iso.pdf", b"MZ" + bytes(300)), **said)
    form = answer.context["form"]
    assert set(form.errors) == {"file"}
    assert {name: form[name].value() for name in said} == {name: str(value) for name, value in said.items()}


def refused(answer):
    assert answer.status_code == 409
    return answer.context["refused"].codes


def test_starting_twice_opens_one_application(story):
    story.register()
    address = f"/portal/basvur/{story.firm.pk}/"
    assert post(story, story.person, address).status_code == 302
    assert refused(post(story, story.person, address)) == {"open_application"}
    assert Application.objects.count() == 1


def test_sending_twice_from_one_page_attaches_once(draft):
    seen = get(draft, draft.person, at_portal(draft, "backup_procedure")).context["seen"]
    assert send(draft, "backup_procedure", paper(), seen=seen).status_code == 302
    again = send(draft, "backup_procedure", paper(), seen=seen)
    assert again.status_code == 422
    assert [step.act for step in again.context["form"].since] == ["applications.attach"]
    assert Attachment.objects.count() == 1


def test_handing_in_twice_hands_in_once(draft):
    seen = draft.application.dossier.steps.count()
    assert post(draft, draft.person, at_portal(draft) + "gonder/", seen=seen).status_code == 302
    assert refused(post(draft, draft.person, at_portal(draft) + "gonder/", seen=seen)) == {"status", "stale"}
    assert Step.objects.filter(act="applications.submit").count() == 1


def test_proposing_twice_makes_one_proposal(draft):
    draft.send_all().submit().take_up().judge().find_suitable().countersign()
    officer, seen = draft.world.officer, draft.application.dossier.steps.count()
    assert post(draft, officer, at_desk(draft, "oner-onay/"), seen=seen).status_code == 302
    again = post(draft, officer, at_desk(draft, "oner-onay/"), seen=seen)
    assert refused(again) == {"stale", "already_proposed"}
    assert "already_proposed" in refused(post(draft, officer, at_desk(draft, "oner-onay/")))
    proposal = Proposal.objects.get(act="applications.approve")
    director = draft.world.approver
    decide = f"/masa/oneriler/{proposal.pk}/onayla/"
    assert post(draft, director, decide).status_code == 302
    assert refused(post(draft, director, decide)) == {"decided"}
    draft.application.refresh_from_db()
    assert draft.application.status == Status.APPROVED


def test_the_second_of_two_tabs_is_told_what_the_first_one_did(draft):
    draft.send("backup_procedure").submit().take_up()
    officer, colleague = draft.world.officer, draft.world.second_officer
    address = at_desk(draft, "degerlendir/backup_procedure/")
    seen = get(draft, officer, address).context["seen"]
    assert post(draft, colleague, address, mark="met", reason="", seen=seen).status_code == 302
    late = post(draft, officer, address, mark="deficient", reason="Tarihi geçmiş", seen=seen)
    assert late.status_code == 422
    assert [(step.act, step.by) for step in late.context["form"].since] == [("applications.judge", colleague)]
    assert str(colleague) in late.content.decode()
    assert late.context["form"]["reason"].value() == "Tarihi geçmiş"
    item = draft.item("backup_procedure")
    assert (item.mark, item.reason) == ("met", "")
    # the page that answered has shown it: sent again, it counts
    assert post(draft, officer, address, mark="deficient", reason="X", seen=late.context["seen"]).status_code == 302


def test_a_stale_button_is_told_what_happened_in_between(draft):
    draft.submit()
    seen = draft.application.dossier.steps.count()
    assert post(draft, draft.world.second_officer, at_desk(draft, "incele/"), seen=seen).status_code == 302
    late = post(draft, draft.world.officer, at_desk(draft, "incele/"), seen=seen)
    assert refused(late) == {"status", "stale"}
    assert [step.act for step in late.context["refused"].since] == ["applications.take_up"]
    assert draft.world.second_officer.full_name in late.content.decode()


def test_a_calendar_that_lacks_a_year_stops_no_service(world):
    late = datetime(2035, 12, 10, 9, tzinfo=UTC)
    story = Story(world, "Işık İSG Yazılım A.Ş.", kep="yok@hs01.kep.tr", begins=late)
    story.register().start().submit().take_up().notify_deficiencies(
        **{item.requirement.key: "Gönderilmemiştir." for item in story.application.items.all()}
    )
    story.wait(days=1)
    failed = Notice.objects.get(status=NoticeStatus.FAILED)
    record = {"means": "by_hand", "event_at": "2035-12-10T13:30", "reference": "T-1", "file": paper("tutanak.pdf")}
    assert post(story, world.officer, f"/masa/kep/{failed.pk}/baska-yolla/", **record).status_code == 302
    served = Notice.objects.get(replaces=failed)
    assert (served.served_on, served.deadline, served.term_waits) == (date(2035, 12, 10), None, True)
    assert get(story, world.officer, f"/masa/kep/{served.pk}/").status_code == 200
    assert served in tasks(story.at)
