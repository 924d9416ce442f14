"""What people post is cleaned before any page reads it; what is left is judged by the form and the act."""

from xml.etree import ElementTree as ET

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.models import Firm, User
from accounts.tests.sign_in import signed_in
from applications.actions.compose_request import compose_request
from applications.models import Asked
from conftest import PAPER, person
from documents.actions.initial_letter import initial_letter
from documents.lifecycle import LetterStatus
from law.clock import moved
from ledger.actions.propose import propose
from ledger.models import Outcome
from operations.requests import CleanText
from registry.models import Publication

pytestmark = pytest.mark.django_db
NEW_FIRM = {"vkn": "1234567890", "kep": "yeni@hs01.kep.tr"}
UNSEEN = ["\0", "\x08", "\x1f", "\ufffe", "\u202e", "\u200e"]


def post(story, who, address, **data):
    with moved(story.at):
        return signed_in(Client(), who).post(address, data)


@pytest.fixture
def letter(story):
    """A draft letter to a firm that lacks something."""
    story.register().start().send_all(but=["agreement"]).submit().take_up().judge({"agreement": "yok"})
    return story.do(compose_request, story.application.pk, by=story.world.officer, asked=Asked.COMPLETION).letter


@pytest.mark.parametrize("mark", UNSEEN)
def test_a_letter_is_saved_without_what_nobody_sees(story, letter, mark):
    fields = {"subject": f"Ek{mark}sik belgeler", "body": f"Bir{mark}inci\r\n\r\nİkinci", "references": f"a{mark}\r\nb"}
    assert post(story, story.world.officer, f"/masa/yazi/{letter.pk}/", **fields).status_code == 302
    letter.refresh_from_db()
    assert (letter.subject, letter.body) == ("Eksik belgeler", "Birinci\n\nİkinci")
    assert letter.references == ["a", "b"]


def test_a_letter_goes_back_with_a_reason_that_can_be_read(story, letter):
    story.do(initial_letter, letter.pk, by=story.world.officer)
    address = f"/masa/yazi/{letter.pk}/geri-ver/"
    assert post(story, story.world.approver, address, reason="\0").status_code == 422
    letter.refresh_from_db()
    assert letter.status == LetterStatus.INITIALLED
    assert post(story, story.world.approver, address, reason="Tarih\0 eksik").status_code == 302


def test_a_judgement_can_be_read_in_word(story):
    story.register().start().send_all().submit().take_up()
    item = story.item("iso_27001")
    address = f"/masa/basvuru/{story.application.dossier.number}/degerlendir/{item.requirement.key}/"
    said = post(story, story.world.officer, address, mark="deficient", reason="Kapsam\x08 dar")
    assert said.status_code == 302
    item.refresh_from_db()
    story.judge({"iso_27001": item.reason})
    letter = story.do(compose_request, story.application.pk, by=story.world.officer, asked=Asked.COMPLETION).letter
    assert "Kapsam dar" in letter.body
    with moved(story.at):
        assert signed_in(Client(), story.world.officer).get(f"/masa/yazi/{letter.pk}/word/").status_code == 200


def test_a_proposal_is_declined_with_a_reason_that_can_be_read(world, administrator, at):
    chosen = propose(
        "accounts.grant_power", User, person("Aday Kişi").pk, by=administrator, at=at, arguments={"role": "approver"}
    )
    client, address = signed_in(Client(), administrator), f"/masa/oneriler/{chosen.pk}/reddet/"
    assert client.post(address, {"reason": "\0"}).status_code == 409
    assert client.post(address, {"reason": "Erken\0"}).status_code == 302
    chosen.refresh_from_db()
    assert (chosen.outcome, chosen.reason) == (Outcome.WITHDRAWN, "Erken")


@pytest.mark.parametrize("mark", UNSEEN)
def test_a_firms_name_is_registered_as_it_reads(mark):
    client = signed_in(Client(), person("Yeni Biri"))
    answer = client.post("/portal/firma/kayit/", {"legal_name": f" A{mark}B\r\n A.Ş. ", **NEW_FIRM})
    assert answer.status_code == 302
    assert Firm.objects.values_list("legal_name", "name_key").get() == ("AB A.Ş.", "ab a.s.")


@pytest.mark.parametrize("name", ["\u200e\u202e", "\u200b", "—", "\u3164"])
def test_a_name_that_nobody_can_read_is_told_at_its_field(name):
    client = signed_in(Client(), person("Yeni Biri"))
    answer = client.post("/portal/firma/kayit/", {"legal_name": name, **NEW_FIRM})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"legal_name"}
    assert not Firm.objects.exists()


@pytest.mark.engine
@pytest.mark.parametrize("name", ["ﷺ" * 100, "Ğ" * 300, "e\u0301" * 100, "שָׁ" * 90, "شركة السلامة المهنية"])
def test_a_name_of_any_script_is_registered_whatever_its_folding_needs(name):
    client = signed_in(Client(), person("Yeni Biri"))
    answer = client.post("/portal/firma/kayit/", {"legal_name": name, **NEW_FIRM})
    assert answer.status_code == 302
    assert Firm.objects.get().name_key


def test_a_renamed_firm_leaves_the_public_feed_readable(story, papered):
    firm = story.become_integrator().firm
    papered(firm.dossier)
    address = f"/masa/firma/{firm.dossier.number}/unvan/"
    answer = post(story, story.world.officer, address, legal_name="A\x08B\u202e A.Ş.", document=PAPER)
    assert answer.status_code == 302
    feed = bytes(Publication.objects.latest("sequence").as_atom)
    assert ET.fromstring(feed) is not None  # our own feed
    assert "AB A.Ş." in feed.decode()


def test_a_password_stays_as_it_was_typed(rf):
    request = rf.post("/", {"password1": "e\u0301\u200bx", "full_name": "e\u0301\u200bx"})
    CleanText(lambda _: HttpResponse()).process_view(request)
    assert request.POST["password1"] == "e\u0301\u200bx"
    assert request.POST["full_name"] == "éx"
