"""One page finds everything of the ministry by what people remember of it, and shows each only what they may see."""

from random import Random
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from accounts.actions.change_kep import change_kep
from accounts.actions.register_firm import register_firm
from accounts.models import Firm
from accounts.tests.sign_in import signed_in
from accounts.turkish import upper
from conftest import person
from documents.letters import number_of
from documents.models import Letter
from kep_gateway.inbox.loop import keep_mail
from kep_gateway.inbox.taking import taken
from kep_gateway.models import Notice
from kep_gateway.providers.protocol import Incoming
from kep_gateway.tests.inbox.mails import mail
from kep_gateway.tests.letters import unsigned
from law.clock import moved
from operations.asked import asked_for
from operations.demo.identities import tax_number
from operations.search import AT_MOST, search
from privacy.actions.open_breach import open_breach
from privacy.actions.receive_request import receive_request
from privacy.tests.conftest import ASKED
from registry.models import Certificate

pytestmark = pytest.mark.django_db
NAMES = {"firms", "applications", "integrators", "letters", "notices", "mails", "certificates"}
ADDRESS = "/masa/ara/"


def groups(query, who):
    asked = asked_for(query)
    return search(asked, who) if asked else []


def found(query, who):
    """Return what is found, by kind: the names of the hits."""
    return {it.kind.name: [hit.name for hit in it.hits] for it in groups(query, who)}


def page(who, query=""):
    return signed_in(Client(), who).get(ADDRESS, {"q": query})


@pytest.fixture
def told(story):
    """A firm with everything: an integrator with letters, notices, a message to us and a certificate."""
    story.become_integrator()
    keep_mail(taken(Incoming("ptt-77", mail(subject="Işıklı İTİRAZ")), at=story.at), at=story.at)
    return story


def test_each_kind_is_found_by_each_of_its_keys(told):
    firm, application, integrator, who = told.firm, told.application, told.integrator, told.world.officer
    letter, notice = Letter.objects.latest("pk"), Notice.objects.latest("pk")
    code = letter.verification_code or ""
    certificate, name = Certificate.objects.get(), "Işık İSG Yazılım A.Ş."
    assert notice.message_id
    assert code
    for kind, shown, queries in (
        ("firms", name, ["ışık isg", "ISIK", firm.vkn, firm.mersis, firm.dossier.number, "isik@hs01.kep.tr"]),
        ("applications", name, ["Işık", application.dossier.number, application.dossier.number.lower(), firm.vkn]),
        ("integrators", name, ["ISIK", integrator.dossier.number, integrator.firm_code, integrator.slug]),
        ("integrators", name, ["ışık isg", firm.vkn, integrator.firm_code.lower()]),
        ("letters", letter.subject, [upper(letter.subject), number_of(letter), str(letter.number), "isik"]),
        ("letters", letter.subject, [code, code.lower(), firm.vkn]),
        ("mails", "Işıklı İTİRAZ", ["ptt-77", "PTT-77", "isik@hs01.kep.tr", "ışıklı itiraz", "ISIKLI"]),
        ("notices", notice.letter.subject, [notice.message_id, str(notice.reference), "Işık"]),
        ("certificates", certificate.number, [certificate.number, certificate.number.lower(), "IŞIK"]),
    ):
        for query in queries:
            assert shown in found(query, who).get(kind, ()), (kind, query)
    assert set(found("ısık", who)) == NAMES
    assert found("Çınar", who) == {}


def test_products_subjects_and_people_are_found_however_they_are_spelled(told, at):
    administrator, product = told.world.administrator, told.integrator.products.get()
    product.name = "Şükrü Çağrı Işık"
    product.save(update_fields=["name"])
    with moved(at):
        letter = unsigned(told.firm, at=at, subject="Şükrü Çağrı Işık hakkında")
        someone = person("Şükrü Çağrı Işık")
    for query in ("ŞÜKRÜ", "sukru", "şükrü ", "Şükrü  çağ", "cagri isik", "ÇAĞRI IŞIK"):
        answer = found(query, administrator)
        assert answer["people"] == [someone.full_name], query
        assert letter.subject in answer["letters"], query
        assert answer["integrators"] == [told.name], query


def test_a_product_that_was_withdrawn_still_finds_its_integrator(told):
    product = told.integrator.products.get()
    product.name, product.withdrawn_at = "Zümrüt 2", told.at
    product.save(update_fields=["name", "withdrawn_at"])
    assert set(found("ZUMRUT 2", told.world.officer)) == {"integrators"}


def test_a_firm_is_found_by_an_address_that_it_had(firm, officer, papered, at):
    document = papered(firm.dossier)
    change_kep(firm.pk, by=officer, at=at, kep="yeni@hs01.kep.tr", document=document)
    for address in ("isik@hs01.kep.tr", "yeni@"):
        assert found(address, officer)["firms"] == [firm.legal_name]


def test_numbers_are_found_however_they_were_copied(told):
    who, integrator, letter = told.world.officer, told.integrator, Letter.objects.latest("pk")
    code, digits = letter.verification_code or "", told.firm.mersis
    assert letter.subject in found(f"{code[:4]} {code[4:8]}-{code[8:]}", who)["letters"]
    assert letter.subject in found(f"e-12345678-100.01-{letter.number}", who)["letters"]
    assert "firms" in found(f"{digits[:4]} {digits[4:]}", who)
    assert "integrators" in found(f"{integrator.firm_code[:5]} {integrator.firm_code[5:]}", who)


def test_an_exact_hit_is_shown_first(told, outsider, at):
    who, number = told.world.officer, told.integrator.dossier.number
    with moved(at):
        other = register_firm(by=outsider, at=at, legal_name=f"{number} A.Ş.", vkn="4840847211", kep="a@hs01.kep.tr")
        unsigned(told.firm, at=at, subject=f"Ek {told.integrator.firm_code}")
    assert list(found(number, who)) == ["integrators", "firms"]
    assert found(number, who)["firms"] == [other.legal_name]
    assert list(found(told.integrator.firm_code, who)) == ["integrators", "letters"]
    signed = Letter.objects.exclude(number=None).earliest("pk")
    assert found(signed.verification_code, who) == {"letters": [signed.subject]}


def test_within_a_kind_the_exact_hit_is_first(firm, other_firm, officer, outsider, at):
    older = register_firm(
        by=outsider,
        at=at,
        legal_name=f"Aaa {other_firm.dossier.number}",
        vkn=tax_number(Random(1)),
        kep="b@hs01.kep.tr",
    )
    assert found(other_firm.dossier.number, officer)["firms"] == [other_firm.legal_name, older.legal_name]


def test_people_are_found_by_whoever_may_see_people(officer, inspector, approver, auditor, administrator):
    for who in (auditor, administrator):
        assert found("oya memur", who)["people"] == ["Oya Memur"]
        assert found("oya.memur@ornek.invalid", who)["people"] == ["Oya Memur"]
        assert f'<a href="/masa/kisiler/{officer.pk}/">' in page(who, "Oya").content.decode()
    for who in (officer, inspector, approver):
        assert found("oya memur", who) == {}
        answer = page(who, "oya.memur@")
        assert officer.email not in answer.content.decode()
        assert "people" not in {kind.name for kind in answer.context["kinds"]}


def test_firms_have_no_such_page(compliance, firm):
    assert page(compliance, "Işık").status_code == 403
    assert Client().get(ADDRESS).status_code == 302
    portal = signed_in(Client(), compliance).get("/portal/firma/", follow=True).content.decode()
    assert ADDRESS not in portal


def test_what_a_firm_never_handed_in_is_its_own(story):
    story.register().start().send_certificate()
    who, number = story.world.officer, story.application.dossier.number
    certificate = Certificate.objects.get()
    assert found(number, who) == {}
    assert found(certificate.number, who) == {}
    assert set(found("Işık", who)) == {"firms"}
    story.withdraw()
    assert found(number, who) == {}


def test_ten_of_a_kind_are_shown_and_all_are_counted(firm, outsider, officer, at):
    for n in range(AT_MOST + 2):
        vkn = tax_number(Random(n))
        register_firm(by=outsider, at=at, legal_name=f"Çok & Ali {n}", vkn=vkn, kep=f"f{n}@hs01.kep.tr")
        unsigned(firm, at=at, subject=f"Çok & Ali {n}")
    firms, letters = groups("COK & ALI", officer)
    assert [len(firms.hits), firms.count, len(letters.hits), letters.count] == [10, 12, 10, 12]
    assert unquote(firms.full) == "/masa/firma/?ara=COK+&+ALI"
    assert not letters.full
    answer = page(officer, "COK & ALI").content.decode()
    assert 'href="/masa/firma/?ara=COK+%26+ALI"' in answer
    listed = signed_in(Client(), officer).get(firms.full)
    assert listed.context["page"].paginator.count == firms.count
    firms, letters = groups("çok & ali 11", officer)
    assert (firms.count, firms.full) == (1, "")


def test_the_whole_page_asks_little(told):
    client = signed_in(Client(), told.world.administrator)
    client.get(ADDRESS)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(ADDRESS, {"q": "isik"})
    assert {it.kind.name for it in answer.context["groups"]} == NAMES | {"people"}
    assert len(asked) <= 12, [it["sql"] for it in asked]


@pytest.mark.parametrize(
    "query", ["%", "_", "%_", "%%%", "\\", "'", '"', "[", "(", ".*", "^", "$", "***:", "?", "E-", "-1"]
)
def test_signs_stand_for_themselves(firm, officer, administrator, at, query):
    unsigned(firm, at=at)
    assert found(query, administrator) == {}
    assert page(officer, query).status_code == 200


@pytest.mark.parametrize("query", ["", "   ", "\0", "\u200b\u202e", "\u0301", "\t\n"])
def test_nothing_asked_says_what_can_be_searched_for(firm, officer, query):
    answer = page(officer, query)
    if "\0" in query:
        assert answer.status_code == 400
    else:
        assert answer.context["asked"] is None
        with override("en"):
            assert [str(kind.label) for kind in answer.context["kinds"]][:2] == ["Firms", "Applications"]
        assert "MERSİS" in answer.content.decode()
    assert asked_for(query) is None
    assert asked_for(f"{query}a") is not None


@pytest.mark.parametrize("query", ["a" * 5000, "ışık " * 1000, "9" * 5000, "\ufdfa" * 5000, "(" * 5000, "İ" * 5000])
def test_a_query_of_any_length_is_answered(firm, officer, query):
    answer = page(officer, query)
    assert answer.status_code == 200
    assert not answer.context["groups"]
    assert 'class="empty"' in answer.content.decode()


def test_what_is_written_is_shown_as_text(officer):
    answer = page(officer, '<b>"&').content.decode()
    assert "<b>" not in answer
    assert "&lt;b&gt;&quot;&amp;" in answer


def test_every_desk_page_carries_the_search_but_the_search_itself(officer):
    client = signed_in(Client(), officer)
    assert f'<form action="{ADDRESS}" role="search"' in client.get("/masa/firma/").content.decode()
    assert client.get(ADDRESS).content.decode().count('role="search"') == 1


def test_hits_lead_where_they_stand(told):
    client = signed_in(Client(), told.world.administrator)
    with moved(told.at):
        for group in groups("ışık", told.world.administrator):
            for hit in group.hits:
                assert client.get(hit.address).status_code == 200, hit
    assert Firm.objects.count() == 1


def test_files_about_personal_data_are_found_by_who_answers_for_them_only(told, at):
    world = told.world
    with moved(at):
        request = receive_request(by=world.administrator, at=at, received_at=at, **ASKED)
        breach = open_breach(by=world.approver, at=at, aware_at=at, what="Kayıp disk.")
    for query, number in (("ada örnek", request.dossier.number), (breach.dossier.number, breach.dossier.number)):
        for who in (world.administrator, world.approver, world.auditor):
            assert found(query, who)["data_files"] == [number]
        assert "data_files" not in found(query, world.officer)
    shown = page(world.auditor, request.dossier.number).content.decode()
    assert f"/masa/kisisel-veri/basvuru/{request.dossier.number}/" in shown
    assert "Ada Örnek" not in shown
