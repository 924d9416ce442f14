import re
from random import Random

import pytest
from stdnum.tr import tckimlik

from accounts.actions.invite import invite
from accounts.actions.invite_person import invite_person
from accounts.actions.register_firm import register_firm
from accounts.models import Firm, Mail, Mandate, Role, RoleGrant, User
from accounts.proposals import open_proposals, told
from accounts.tests.sign_in import TOTP_SECRET, signed_in
from accounts.tests.test_sign_in import code
from conftest import PAPER
from law.clock import moved
from ledger.actions.propose import propose
from ledger.models import Outcome, Proposal
from operations.demo.identities import tax_number

pytestmark = pytest.mark.django_db
NUMBER = "100000000" + tckimlik.calc_check_digits("100000000")


def text_of(answer) -> str:
    return str(answer.content.decode())


def seen_on(page: str) -> str:
    found = re.search(r'name="seen" value="(\d+)"', page)
    assert found
    return found[1]


def test_a_firm_is_registered_through_the_form(client, compliance):
    signed_in(client, compliance, second_factor=False)
    assert "portal/firma/kayit/" in text_of(client.get("/portal/firma/"))
    given = {"legal_name": "Işık A.Ş.", "vkn": "1234567890", "kep": "isik@hs01.kep.tr", "postal": "Ankara"}
    answer = client.post("/portal/firma/kayit/", given)
    firm = Firm.objects.get()
    assert answer.url == f"/portal/firma/{firm.dossier.number}/"
    page = text_of(client.get(answer.url))
    assert all(it in page for it in ("Işık A.Ş.", "isik@hs01.kep.tr", "Ankara", "1234567890", compliance.email))
    assert client.get("/portal/firma/").url == answer.url


@pytest.mark.parametrize(("mersis", "chips"), [("0123456789000001", 0), ("0484084721100001", 1), ("", 0)])
def test_an_unusual_mersis_number_is_taken_and_pointed_out_to_both_sides(client, compliance, officer, mersis, chips):
    signed_in(client, compliance, second_factor=False)
    given = {"legal_name": "Işık A.Ş.", "vkn": "1234567890", "kep": "isik@hs01.kep.tr", "mersis": mersis}
    answer = client.post("/portal/firma/kayit/", given, follow=True)
    assert answer.status_code == 200
    assert [it.level_tag for it in answer.context["messages"]].count("warning") == chips
    page = text_of(client.get(f"/portal/firma/{Firm.objects.get().dossier.number}/"))
    client.logout()
    desk = text_of(signed_in(client, officer).get(f"/masa/firma/{Firm.objects.get().dossier.number}/"))
    assert [text.count("<dd>" + mersis + ' <span class="chip">') for text in (page, desk)] == [chips, chips]


def test_errors_of_the_registration_stand_at_their_fields_and_nothing_typed_is_lost(client, firm, outsider):
    signed_in(client, outsider, second_factor=False)
    given = {"legal_name": "Yeni A.Ş.", "vkn": "123", "kep": "a@b.com", "postal": "Uzun bir adres"}
    answer = client.post("/portal/firma/kayit/", given)
    page = text_of(answer)
    assert answer.status_code == 422
    assert all(it in page for it in ('id="id_vkn_error"', 'id="id_kep_error"', "Yeni A.Ş.", "Uzun bir adres"))
    taken = client.post("/portal/firma/kayit/", given | {"vkn": firm.vkn, "kep": "a@hs01.kep.tr"})
    assert taken.status_code == 409
    assert 'id="id_vkn_error"' in text_of(taken)


def test_a_foreign_and_an_unknown_firm_answer_alike(client, firm, outsider):
    signed_in(client, outsider, second_factor=False)
    for number in (firm.dossier.number, "FRM-2026-999999"):
        assert client.get(f"/portal/firma/{number}/").status_code == 404
        assert client.get(f"/portal/firma/{number}/davet/").status_code == 404
    assert client.get(f"/masa/firma/{firm.dossier.number}/").status_code == 404
    assert client.get("/masa/firma/").status_code == 403


def test_a_colleague_is_invited_opens_an_account_and_accepts(client, firm, compliance):
    signed_in(client, compliance, second_factor=False)
    number = firm.dossier.number
    page = text_of(client.get(f"/portal/firma/{number}/davet/"))
    answer = client.post(f"/portal/firma/{number}/davet/", {"email": "yeni@ornek.invalid", "seen": seen_on(page)})
    assert answer.url == f"/portal/firma/{number}/"
    assert "yeni@ornek.invalid" in text_of(client.get(answer.url))
    link = re.search(r"/hesap/davet/[^/]+/", Mail.objects.get().body)
    assert link
    client.logout()
    answer = client.get(link[0])
    assert answer.url.startswith("/hesap/signup/?next=")
    given = {"email": "yeni@ornek.invalid", "password1": "cok-uzun-parola-7", "password2": "cok-uzun-parola-7"}
    answer = client.post(answer.url, given | {"full_name": "Yeni Kişi"})
    assert answer.url == link[0]
    assert firm.legal_name in text_of(client.get(link[0]))
    assert client.post(link[0]).url == "/portal/firma/"
    assert Mandate.objects.filter(person__email="yeni@ornek.invalid", firm=firm, until_at=None).exists()
    assert 'role="alert"' in text_of(client.get(link[0]))
    assert client.post(link[0]).status_code == 409
    assert client.get("/hesap/davet/yok/").status_code == 404


def test_whoever_acts_for_two_firms_chooses(client, firm, other_firm, compliance, outsider, at):
    Mandate.objects.create(person=compliance, firm=other_firm, from_at=at)
    page = text_of(signed_in(client, compliance, second_factor=False).get("/portal/firma/"))
    assert firm.dossier.number in page
    assert other_firm.dossier.number in page
    assert client.get(f"/portal/firma/{firm.dossier.number}/yok/").status_code == 404


def test_a_stale_page_is_refused_with_what_happened_meanwhile(client, firm, compliance, at):
    signed_in(client, compliance, second_factor=False)
    invite(firm.pk, by=compliance, at=at, email="baska@ornek.invalid")
    path = f"/portal/firma/{firm.dossier.number}/davet/"
    answer = client.post(path, {"email": "yeni@ornek.invalid", "seen": "1"})
    assert answer.status_code == 409
    page = text_of(answer)
    assert "yeni@ornek.invalid" in page
    assert 'class="timeline"' in page
    assert client.post(path, {"email": "yeni@ornek.invalid", "seen": seen_on(page)}).status_code == 302


def test_somebody_ends_their_own_mandate(client, firm, compliance):
    signed_in(client, compliance, second_factor=False)
    path = f"/portal/firma/vekalet/{firm.mandates.get().pk}/bitir/"
    assert path in text_of(client.get(f"/portal/firma/{firm.dossier.number}/"))
    assert client.post(path, {"seen": "1"}).url == "/portal/firma/"
    assert not firm.mandates.filter(until_at=None).exists()


def test_a_firm_names_and_ends_its_own_signatories(client, firm, compliance, outsider):
    signed_in(client, compliance, second_factor=False)
    base = f"/portal/firma/{firm.dossier.number}/"
    given = {"full_name": "Ada Işık", "identity_number": NUMBER, "source": "Sirküler", "from_on": "2026-01-01"}
    assert client.post(f"{base}imza-yetkilisi/", given).url == base
    path = f"/portal/firma/imza-yetkilisi/{firm.signatories.get().pk}/bitir/"
    assert path in text_of(client.get(base))
    assert client.post(path, {"until_on": "2026-03-31"}).url == "/portal/firma/"
    signed_in(client, outsider, second_factor=False)
    assert client.get(path).status_code == 404


def test_an_officer_keeps_the_firm_file(client, firm, officer, papered):
    papered(firm.dossier)
    signed_in(client, officer)
    base = f"/masa/firma/{firm.dossier.number}/"
    assert firm.legal_name in text_of(client.get("/masa/firma/?ara=IŞIK"))
    assert firm.legal_name not in text_of(client.get("/masa/firma/?ara=çınar"))
    given = {
        "unvan": {"legal_name": "Işık Yazılım A.Ş.", "document": PAPER},
        "kep": {"kep": "yeni@hs01.kep.tr", "document": PAPER},
        "adres": {"text": "Yeni Mahalle, Ankara"},
        "imza-yetkilisi": {
            "full_name": "Ada Işık",
            "identity_number": NUMBER,
            "source": "İmza sirküleri",
            "from_on": "2026-01-01",
        },
        "davet": {"email": "yeni@ornek.invalid"},
    }
    for word, typed in given.items():
        assert base + word + "/" in text_of(client.get(base))
        assert client.post(f"{base}{word}/", typed).status_code == 302, word
    page = text_of(client.get(base))
    for it in ("Işık Yazılım A.Ş.", "yeni@hs01.kep.tr", "isik@hs01.kep.tr", "Yeni Mahalle", "Ada Işık", NUMBER[-4:]):
        assert it in page
    assert NUMBER not in page
    signatory = firm.signatories.get()
    path = f"/masa/firma/imza-yetkilisi/{signatory.pk}/bitir/"
    assert client.post(path, {"until_on": "2025-12-31"}).status_code == 409
    assert client.post(path, {"until_on": "2026-03-31"}).status_code == 302
    path = f"/masa/firma/vekalet/{firm.mandates.get().pk}/bitir/"
    assert f'value="{PAPER}"' in text_of(client.get(path))
    assert client.post(path, {"document": "b" * 64}).status_code == 422
    assert client.post(path, {"document": PAPER}).status_code == 302
    assert 'class="errors"' in text_of(client.get(base))


def test_lists_of_more_than_a_page_lead_on_and_keep_the_search(client, auditor, compliance, at):
    rng = Random(7)
    for n in range(51):
        vkn = tax_number(rng)
        register_firm(by=compliance, at=at, legal_name=f"Bilişim {n} A.Ş.", vkn=vkn, kep=f"b{n}@hs01.kep.tr")
        person = User.objects.create_user(f"kisi{n}@ornek.invalid", None, full_name=f"Kişi {n}")
        RoleGrant.objects.create(person=person, role=Role.INSPECTOR, granted_at=at)
    signed_in(client, auditor)
    firms = text_of(client.get("/masa/firma/?ara=bilişim"))
    assert firms.count("Bilişim") == 50
    assert re.search(r'href="\?ara=bili%C5%9Fim&(amp;)?sayfa=2"', firms)
    assert 'href="?sayfa=2"' in text_of(client.get("/masa/kisiler/"))
    assert "sayfa=1" in text_of(client.get("/masa/kisiler/?sayfa=2"))


def test_a_wrong_identity_number_stays_at_its_field(client, firm, officer):
    signed_in(client, officer)
    path = f"/masa/firma/{firm.dossier.number}/imza-yetkilisi/"
    answer = client.post(path, {"full_name": "Ada", "identity_number": "12345678901", "from_on": "2026-01-01"})
    assert answer.status_code == 422
    assert 'id="id_identity_number_error"' in text_of(answer)


@pytest.mark.parametrize("who", ["auditor", "inspector"])
def test_readers_see_the_firm_and_no_button(request, client, firm, who):
    signed_in(client, request.getfixturevalue(who))
    base = f"/masa/firma/{firm.dossier.number}/"
    page = text_of(client.get(base))
    assert firm.legal_name in page
    assert 'class="act"' not in page
    assert client.get(f"{base}unvan/").status_code == 403
    assert client.get(f"{base}yok/").status_code == 404


def test_a_merger_is_proposed_by_one_and_approved_by_another(client, firm, other_firm, officer, approver, papered):
    papered(firm.dossier)
    signed_in(client, officer)
    path = f"/masa/firma/{firm.dossier.number}/birlestir/"
    assert client.post(path, {"into": "1111111111", "document": PAPER}).status_code == 422
    assert client.post(path, {"into": other_firm.vkn, "document": PAPER}).status_code == 302
    mine = text_of(client.get("/masa/oneriler/"))
    proposal = Proposal.objects.get()
    assert other_firm.legal_name in mine
    assert PAPER not in mine, "a document is named by its title"
    assert firm.dossier.documents.get().title in mine
    assert f"/masa/oneriler/{proposal.pk}/onayla/" not in mine
    assert f"/masa/oneriler/{proposal.pk}/reddet/" in mine
    client.logout()
    signed_in(client, approver)
    assert f"/masa/oneriler/{proposal.pk}/onayla/" in text_of(client.get("/masa/oneriler/"))
    assert client.get(f"/masa/oneriler/{proposal.pk}/onayla/").status_code == 405
    assert client.post(f"/masa/oneriler/{proposal.pk}/onayla/").url == "/masa/oneriler/"
    firm.refresh_from_db()
    assert firm.merged_into == other_firm


def test_approving_asks_for_the_second_factor_and_comes_back_to_it(client, firm, officer, approver, at, day, papered):
    papered(firm.dossier)
    proposal = propose("accounts.end_firm", Firm, firm.pk, by=officer, at=at, arguments={"document": PAPER})
    signed_in(client, approver)
    with moved(day(1)):
        answer = client.post(f"/masa/oneriler/{proposal.pk}/onayla/")
        assert answer.url.startswith("/hesap/2fa/reauthenticate/?next=")
        proposal.refresh_from_db()
        assert proposal.outcome == Outcome.OPEN
        page = text_of(client.get(answer.url))
        assert 'name="code"' in page
        answer = client.post(answer.url, {"code": code(), "next": f"/masa/oneriler/{proposal.pk}/onayla/"})
    assert answer.url == "/masa/oneriler/"
    proposal.refresh_from_db()
    assert proposal.outcome == Outcome.APPROVED
    assert TOTP_SECRET not in page


def test_a_proposal_is_declined_with_a_reason_or_withdrawn(client, firm, officer, approver, outsider, at, papered):
    papered(firm.dossier)
    proposal = propose("accounts.end_firm", Firm, firm.pk, by=officer, at=at, arguments={"document": PAPER})
    path = f"/masa/oneriler/{proposal.pk}/reddet/"
    signed_in(client, outsider, second_factor=False)
    assert client.post(path, {"reason": "x"}).status_code == 404
    signed_in(client, approver)
    assert client.post(path, {"reason": " "}).status_code == 409
    assert client.post(path, {"reason": "Belge eksik"}).status_code == 302
    proposal.refresh_from_db()
    assert (proposal.outcome, proposal.decided_by) == (Outcome.DECLINED, approver)
    assert "Belge eksik" not in text_of(client.get("/masa/oneriler/"))


def test_proposals_are_shown_to_those_who_may_decide_them(administrator, second_administrator, officer, at):
    propose("accounts.grant_power", User, officer.pk, by=administrator, at=at, arguments={"role": "approver"})
    assert list(open_proposals(officer, at)) == []
    (own,) = open_proposals(administrator, at)
    (other,) = open_proposals(second_administrator, at)
    assert own.obstacles
    assert [it.code for it in own.obstacles] == ["own_proposal"]
    assert (other.obstacles, other.own) == ((), False)


def test_a_preview_is_told_in_lines():
    lines = told({"in_force_from": "2026-01-01", "days": [{"day": "x", "half": False}], "empty": "", "ground": None})
    assert [it.name for it in lines] == ["yürürlük tarihi", "günler", "neden"]
    assert lines[1].lines[0].lines[0].text == "x"


def test_administrators_keep_people_and_their_roles(client, administrator, second_administrator, officer):
    signed_in(client, administrator)
    assert officer.email in text_of(client.get("/masa/kisiler/"))
    base = f"/masa/kisiler/{officer.pk}/"
    page = text_of(client.get(base))
    assert all(base + word in page for word in ("gorev-ver/", "yetki-oner/", "gorev-bitir/"))
    assert client.post(f"{base}gorev-ver/", {"role": "inspector"}).url == base
    assert client.post(f"{base}gorev-ver/", {"role": "approver"}).status_code == 422
    held = text_of(client.get(f"{base}gorev-bitir/"))
    assert [role for role in Role.values if f'value="{role}"' in held] == ["officer", "inspector"]
    assert client.post(f"{base}gorev-bitir/", {"role": "auditor"}).status_code == 422
    assert client.post(f"{base}gorev-bitir/", {"role": "officer"}).status_code == 302
    assert client.post(f"{base}yetki-oner/", {"role": "approver"}).status_code == 302
    client.logout()
    signed_in(client, second_administrator)
    client.post(f"/masa/oneriler/{Proposal.objects.get().pk}/onayla/")
    assert User.objects.get(pk=officer.pk).roles == {"inspector", "approver"}
    assert client.get(f"{base}yok/").status_code == 404
    assert RoleGrant.objects.filter(person=officer).count() == 3


def test_an_administrator_invites_and_finds_the_new_colleague(client, administrator, compliance):
    signed_in(client, administrator)
    assert "/masa/kisiler/davet/" in text_of(client.get("/masa/kisiler/"))
    assert client.post("/masa/kisiler/davet/", {"email": "yeni@bakanlik.invalid"}).url == "/masa/kisiler/"
    assert "yeni@bakanlik.invalid" in text_of(client.get("/masa/kisiler/"))
    assert compliance.email not in text_of(client.get("/masa/kisiler/"))
    assert f">{compliance}<" in text_of(client.get(f"/masa/kisiler/?ara={compliance.email}"))


@pytest.mark.parametrize("who", ["officer", "approver", "inspector"])
def test_others_see_no_list_of_people(request, client, who):
    signed_in(client, request.getfixturevalue(who))
    assert client.get("/masa/kisiler/").status_code == 403


def test_an_auditor_reads_and_does_nothing(client, auditor, officer):
    signed_in(client, auditor)
    assert client.get("/masa/kisiler/").status_code == 200
    page = text_of(client.get(f"/masa/kisiler/{officer.pk}/"))
    assert 'class="act"' not in page
    assert client.get(f"/masa/kisiler/{officer.pk}/gorev-ver/").status_code == 403
    assert client.get("/masa/kisiler/davet/").status_code == 403


def test_my_account_says_who_i_am(client, officer, compliance, firm):
    page = text_of(signed_in(client, officer).get("/hesap/ben/"))
    assert officer.email in page
    client.logout()
    page = text_of(signed_in(client, compliance, second_factor=False).get("/hesap/ben/"))
    assert firm.dossier.number in page


def test_an_invitation_to_the_desk_leads_to_my_account(client, administrator, compliance, at):
    invite_person(administrator.pk, by=administrator, at=at, email=compliance.email)
    link = re.search(r"/hesap/davet/[^/]+/", Mail.objects.get().body)
    assert link
    signed_in(client, compliance, second_factor=False)
    assert client.post(link[0]).url == "/hesap/ben/"


@pytest.mark.parametrize(
    ("who", "status"), [("administrator", 200), ("auditor", 200), ("officer", 302), ("compliance", 302)]
)
def test_the_administration_opens_to_administrators_and_auditors(request, client, who, status):
    person = request.getfixturevalue(who)
    signed_in(client, person, second_factor=bool(person.roles))
    assert client.get("/yonetim/").status_code == status
    assert client.get("/yonetim/login/").status_code == {200: 302, 302: 403}[status]


def test_the_administration_changes_nothing_and_hides_secrets(client, administrator, firm, compliance):
    signed_in(client, administrator)
    for row, hidden in ((compliance, compliance.password), (firm, 'name="_save"')):
        base = f"/yonetim/accounts/{row._meta.model_name}/"
        assert client.get(base).status_code == 200
        name = f"accounts.{row._meta.model_name}:{row.pk}"
        client.post("/masa/kisisel-veri/neden/", {"name": name, "reason": "Denetim", "next": base})
        page = text_of(client.get(f"{base}{row.pk}/change/"))
        assert 'name="reason"' not in page
        assert hidden not in page
        assert client.get(f"{base}add/").status_code == 403
        assert client.post(f"{base}{row.pk}/change/", {"legal_name": "x"}).status_code == 403
        assert client.post(f"{base}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.get("/yonetim/mfa/authenticator/").status_code == 404


def test_a_superuser_without_a_role_stays_outside(client, compliance):
    compliance.is_superuser = True
    compliance.save()
    signed_in(client, compliance, second_factor=False)
    assert client.get("/yonetim/accounts/user/").status_code == 302
    assert client.get("/masa/kisiler/").status_code == 403


def test_lists_ask_no_more_for_more_rows(client, administrator, django_assert_max_num_queries):
    signed_in(client, administrator)
    for n in range(20):
        person = User.objects.create_user(f"k{n}@ornek.invalid", "x", full_name=f"Kişi {n}")
        RoleGrant.objects.create(person=person, role="officer", granted_at=person.joined_at)
    with django_assert_max_num_queries(16):
        client.get("/masa/kisiler/")
