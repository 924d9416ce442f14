import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Firm, Mandate
from accounts.second_factor import give_totp
from accounts.tests.sign_in import TOTP_SECRET, signed_in
from accounts.turkish import search_key
from conftest import T0
from documents.institution import INSTITUTION
from law.clock import day_end, legal_day, moved
from ledger.models import Dossier, DossierKind, Proposal
from registry.actions.verify_certificate import verify_certificate
from registry.keys import digest, well_formed
from registry.lifecycle import GroundKind
from registry.models import Certificate, Integrator, Product
from registry.publication import publish
from registry.requirements import load_requirement_set, set_in_force
from registry.tests.conftest import BREACH, PNG, certificate_fields, enter

pytestmark = pytest.mark.django_db
END = day_end(date(2026, 6, 30))


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


def shown(response):
    assert response.status_code == 200
    return response.content.decode()


def at_desk(integrator, name="desk_integrator", *more):
    return reverse(f"registry:{name}", args=[integrator.dossier.number, *more])


def many(n):
    """Make n integrators the short way: what is measured is reading."""
    dossiers = Dossier.objects.bulk_create(
        Dossier(number=f"ENT-2026-9{i:05d}", kind=DossierKind.INTEGRATOR, opened_at=T0) for i in range(2 * n)
    )
    names = [f"Örnek {i} Yazılım A.Ş." for i in range(n)]
    firms = Firm.objects.bulk_create(
        Firm(
            dossier=dossiers[i], legal_name=name, name_key=search_key(name), vkn=f"{i:010d}",
            province=("Ankara", "İzmir", "Iğdır")[i % 3], registered_at=T0,
        )
        for i, name in enumerate(names)
    )  # fmt: skip
    made = Integrator.objects.bulk_create(
        Integrator(
            dossier=dossiers[n + i], firm=firm, slug=f"ornek-{i}", firm_code=f"X{i:010d}", approved_at=T0,
            active_until=T0 + timedelta(days=i + 1),
            next_ground=GroundKind.DOCUMENT_LAPSED,
        )
        for i, firm in enumerate(firms)
    )  # fmt: skip
    Product.objects.bulk_create(Product(integrator=it, name=f"Ürün {it.slug}") for it in made)
    publish("test", "", T0)


# the public


def test_the_list_is_searched_with_turkish_letters_folded_and_filtered(client, integrator, other_integrator):
    page = shown(client.get("/"))
    assert page.index("Çınar Bilişim") < page.index("Işık İSG")
    assert integrator.firm_code not in page
    for words in ("IŞIK", "isik isg", "ışık", "yazilim"):
        found = shown(client.get("/", {"q": words}))
        assert "Işık İSG" in found
        assert "Çınar Bilişim" not in found
    assert "Işık İSG" not in shown(client.get("/", {"durum": "passive"}))
    assert 'value="isik isg"' in shown(client.get("/", {"q": "isik isg"}))


def test_the_list_shows_passive_firms_in_their_own_section_with_the_clause(
    client, integrator, other_integrator, breach
):
    breach(integrator, T0 + timedelta(days=2))
    with moved(T0 + timedelta(days=2)):
        page = shown(client.get("/"))
    assert page.index('id="active"') < page.index('id="passive"')
    assert page.index("Çınar") < page.index("Işık")
    assert "2026-03-04" in page


def test_an_empty_list_says_so(client):
    assert 'role="status"' in shown(client.get("/"))
    assert client.get("/liste.json").json()["entries"] == []


@pytest.mark.parametrize("spelling", ["json", "csv", "atom"])
def test_unchanged_bytes_cost_304(client, integrator, breach, spelling):
    first = client.get(f"/liste.{spelling}")
    assert first.status_code == 200
    again = client.get(f"/liste.{spelling}", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    since = client.get(f"/liste.{spelling}", headers={"if-modified-since": first["Last-Modified"]})
    assert since.status_code == 304
    breach(integrator, T0 + timedelta(days=1))
    with moved(T0 + timedelta(days=1)):
        assert client.get(f"/liste.{spelling}", headers={"if-none-match": first["ETag"]}).status_code == 200
    assert client.post(f"/liste.{spelling}").status_code == 405


def test_the_page_of_a_passive_firm_begins_with_since_when_and_why_as_far_as_the_policy_tells(
    client, integrator, breach, in_force, day
):
    breach(integrator, day(2))
    address = reverse("registry:firm", args=[integrator.slug])
    with moved(day(3)):
        told = shown(client.get(address)).partition("<dl")[0]
    assert "04.03.2026" in told
    assert "sözleşmeye aykırı faaliyet" in told
    assert "(madde 2)" in told
    in_force("list.grounds", "none")
    with moved(day(3)):
        told = shown(client.get(address)).partition("<dl")[0]
    assert "04.03.2026" in told
    assert "aykırı" not in told
    assert "madde" not in told


def test_a_firm_page_shows_history_and_corrections_and_stays_after_the_end(
    client, integrator, breach, decide, filed, day
):
    ground = breach(integrator, day(2))
    court = filed(integrator, day(3), kind="court")
    address = reverse("registry:firm", args=[integrator.slug])
    with moved(day(3)):
        assert "04.03.2026" in shown(client.get(address))
    decide("annul_ground", integrator, day(4), ground_id=ground.pk, document_id=court.pk)
    with moved(day(5)):
        page = shown(client.get(address))
    assert "Düzeltme" in page
    assert "06.03.2026" in page
    assert integrator.firm_code not in page
    decide("end_integrator", integrator, day(6), document_id=court.pk)
    with moved(day(7)):
        assert "08.03.2026" in shown(client.get(address))
    assert client.get("/firma/yok/").status_code == 404


def test_the_guide_shows_the_set_in_force_with_clauses(client, at):
    assert shown(client.get("/basvuru-rehberi/"))
    made = load_requirement_set(at)
    assert load_requirement_set(at) == made
    assert set_in_force(date(2026, 3, 1)) is None
    assert made.requirements.count() == 11
    page = shown(client.get("/basvuru-rehberi/"))
    for requirement in made.requirements.all():
        assert requirement.title_tr in page
        assert requirement.clause in page


def test_the_guide_tells_the_periods_with_their_clauses_and_whom_to_ask(client):
    page = shown(client.get("/basvuru-rehberi/"))
    for clause in ("3/a", "2/b", "3", "3/b", "3/d"):
        assert f"(madde {clause})" in page
    for said in (INSTITUTION.contact, INSTITUTION.phone, INSTITUTION.email, INSTITUTION.kep):
        assert f"{said}</dd>" in page


def test_the_machine_page_explains(client):
    assert "/liste.atom" in shown(client.get("/makine/"))


@pytest.mark.parametrize("address", ["/", "/?q=ornek&sayfa=3", "/?durum=active&il=%C4%B0zmir", "/liste.json"])
def test_a_thousand_firms_are_listed_in_few_queries(client, django_assert_max_num_queries, address):
    many(1000)
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200


def test_the_address_keeps_search_and_filter_when_the_page_turns(client):
    many(120)
    page = shown(client.get("/", {"q": "ornek", "durum": "active"}))
    assert "q=ornek&amp;durum=active&amp;sayfa=2" in page


# the firm


def test_the_firm_sees_its_standing_and_others_do_not(client, integrator, compliance, outsider, officer):
    client.force_login(compliance)
    page = shown(client.get("/portal/entegrator/"))
    assert integrator.firm_code in page
    assert integrator.dossier.number in page
    for name in ("portal_certificate", "portal_document", "portal_secret"):
        assert shown(client.get(at_desk(integrator, name)))
    client.force_login(outsider)
    assert integrator.firm_code not in shown(client.get("/portal/entegrator/"))
    for name in ("portal_certificate", "portal_document", "portal_secret"):
        assert client.get(at_desk(integrator, name)).status_code == 404


def test_a_passive_firm_reads_why_and_may_still_send(client, integrator, compliance):
    client.force_login(compliance)
    with moved(END + timedelta(hours=1)):
        page = shown(client.get("/portal/entegrator/"))
        answer = client.post(
            at_desk(integrator, "portal_document"), {"title": "Savunma", "file": SimpleUploadedFile("a.png", PNG)}
        )
    assert "01.07.2026" in page
    assert answer.status_code == 302
    assert integrator.dossier.documents.get().kind == "remedy"


def test_the_certificate_form_shows_errors_at_their_fields(client, integrator, compliance):
    client.force_login(compliance)
    fields = certificate_fields("Işık İSG Yazılım A.Ş.", accreditation_body="TÜRKAK")
    address = at_desk(integrator, "portal_certificate")
    wrong = client.post(address, fields | {"valid_until_on": "2020-01-01", "file": SimpleUploadedFile("a.png", PNG)})
    assert wrong.status_code == 422
    assert "valid_until_on" in wrong.context["form"].errors
    bad_file = client.post(address, fields | {"file": SimpleUploadedFile("a.png", b"nothing")})
    assert "file" in bad_file.context["form"].errors
    assert client.post(address, fields | {"file": SimpleUploadedFile("a.png", PNG)}).status_code == 302
    assert Certificate.objects.filter(dossier=integrator.dossier).count() == 1


def test_a_secret_needs_a_second_factor_and_is_shown_once(client, integrator, compliance, outsider):
    client.force_login(compliance)
    address = at_desk(integrator, "portal_draw")
    assert address in shown(client.get(at_desk(integrator, "portal_secret")))
    assert client.post(address).status_code == 302
    assert not integrator.secrets.exists()
    give_totp(compliance, TOTP_SECRET)
    give_totp(outsider, TOTP_SECRET)
    signed_in(client, outsider)
    assert client.post(address).status_code == 404
    signed_in(client, compliance)
    answer = client.post(address, {"seen": Dossier.objects.get(integrator=integrator).head_n})
    drawn = re.search(r"isg_[0-9A-Za-z]+", shown(answer))
    assert drawn
    assert well_formed(drawn[0])
    assert "no-store" in answer["Cache-Control"]
    assert integrator.secrets.get().digest == digest(drawn[0])
    assert "isg_" not in shown(client.get(at_desk(integrator, "portal_secret")))
    assert client.get(address).status_code == 405


# the ministry


def test_the_desk_lists_searches_and_opens_only_for_the_ministry(
    client, desk, integrator, other_integrator, compliance
):
    assert "Çınar" in shown(desk.get("/masa/entegrator/"))
    for asked in ({"q": "isik"}, {"q": integrator.dossier.number}, {"q": integrator.firm_code}):
        page = shown(desk.get("/masa/entegrator/", asked))
        assert "Işık" in page
        assert "Çınar" not in page
    assert "Işık" not in shown(desk.get("/masa/entegrator/", {"durum": "ended"}))
    assert "Işık" not in shown(desk.get("/masa/entegrator/", {"durum": "passive"}))
    with moved(END):
        assert "Işık" in shown(desk.get("/masa/entegrator/", {"durum": "passive"}))
    desk.force_login(compliance)
    assert desk.get("/masa/entegrator/").status_code == 403
    assert desk.get(at_desk(integrator)).status_code == 404


def test_the_desk_lists_a_thousand_in_few_queries(desk, django_assert_max_num_queries):
    many(1000)
    with django_assert_max_num_queries(12):
        assert desk.get("/masa/entegrator/", {"durum": "passive", "q": "ornek"}).status_code == 200


def test_the_page_of_one_integrator_shows_everything_and_its_buttons(desk, integrator, breach, day):
    breach(integrator, day(1))
    with moved(day(2)):
        page = shown(desk.get(at_desk(integrator)))
    for text in (integrator.firm_code, BREACH["hearing"], "Tutanak 1", "ISMS-", "son geçerli gün"):
        assert text in page
    assert "– passive" in page or "– pasif" in page
    for verb in ("passivate", "reactivate", "annul_ground", "end_integrator"):
        assert at_desk(integrator, "propose", verb) in page


def test_proposing_shows_first_what_it_would_do(desk, integrator, filed, at):
    proof = filed(integrator, at)
    address, said = at_desk(integrator, "propose", "passivate"), {"proof_id": proof.pk, **BREACH}
    assert shown(desk.get(address))
    page = shown(desk.post(address, said))
    assert "isik@hs01.kep.tr" in page
    assert not Proposal.objects.filter(act="registry.passivate").exists()
    assert desk.post(address, said | {"confirm": "1"}).status_code == 302
    assert Proposal.objects.get(act="registry.passivate").arguments["proof_id"] == proof.pk
    again = desk.post(address, said | {"confirm": "1"})
    assert again.status_code == 422
    assert shown(desk.get(at_desk(integrator))).count("/masa/oneriler/")
    assert desk.post(at_desk(integrator, "propose", "end_integrator"), {}).status_code == 422
    assert desk.get(at_desk(integrator, "propose", "yok")).status_code == 404


def test_certificates_are_judged_and_verified_at_the_desk(desk, client, integrator, renewed, compliance, at):
    fresh = enter(integrator.dossier, by=compliance, at=at, valid_until_on=date(2027, 1, 1))
    other = enter(integrator.dossier, by=compliance, at=at)
    for verb in ("kabul", "ret", "dogrula"):
        assert shown(desk.get(at_desk(integrator, "desk_certificate", fresh.pk, verb)))
    assert desk.get(at_desk(integrator, "desk_certificate", fresh.pk, "yok")).status_code == 404
    assert desk.post(at_desk(integrator, "desk_certificate", fresh.pk, "kabul"), {}).status_code == 302
    assert desk.post(at_desk(integrator, "desk_certificate", fresh.pk, "kabul"), {}).status_code == 422
    said = {"reason": "Kapsam dar."}
    assert desk.post(at_desk(integrator, "desk_certificate", other.pk, "ret"), said).status_code == 302
    said = {"how": "web", "reference": "r", "verified_on": "2026-03-02", "status": "valid"}
    assert desk.post(at_desk(integrator, "desk_certificate", fresh.pk, "dogrula"), said).status_code == 302
    page = shown(desk.get(at_desk(integrator)))
    assert "Kapsam dar." in page
    assert fresh.verifications.get().reference == "r"


def test_an_officer_files_a_document(desk, integrator):
    address = at_desk(integrator, "desk_document")
    assert shown(desk.get(address))
    said = {"title": "Karar", "kind": "court", "internal": "on", "file": SimpleUploadedFile("k.png", PNG)}
    assert desk.post(address, said).status_code == 302
    assert integrator.dossier.documents.get().internal
    said["file"] = SimpleUploadedFile("k.png", b"x")
    assert desk.post(address, said).status_code == 422


def test_people_without_the_role_see_no_buttons(client, integrator, auditor):
    client.force_login(auditor)
    assert "/oner/" not in shown(client.get(at_desk(integrator)))


def test_documents_and_certificates_link_their_files_and_show_every_field(
    desk, integrator, breach, compliance, officer, day, at
):
    ground = breach(integrator, day(1))
    spoken = {
        "soa_version": "SOA-4",
        "last_surveillance_on": date(2025, 11, 5),
        "next_surveillance_on": date(2026, 11, 6),
    }
    fresh = enter(integrator.dossier, by=compliance, at=day(2), **spoken)
    with moved(day(2)):
        said = {"how": "web", "reference": "D-77", "verified_on": legal_day(day(2)), "document_id": fresh.document_id}
        verify_certificate(fresh.pk, by=officer, at=day(2), status="valid", **said)
        page = shown(desk.get(at_desk(integrator)))
    assert page.count(f'href="/belge/{ground.proof_id}/"') == 2, "in the dossier's list and beside its ground"
    assert page.count(f'href="/belge/{fresh.document_id}/"') == 3, "in the list, the card, and its verification"
    for text in (
        fresh.number, "ISO/IEC 27001:2022", fresh.sites, fresh.scope, "SOA-4", "01.01.2024", fresh.body, "AB-0001", "TÜRKAK",
        "10.01.2024", "10.01.2025", "30.06.2026", "05.11.2025", "06.11.2026", "D-77", "04.03.2026", officer.full_name,
    ):  # fmt: skip
        assert text in page, text


def test_an_open_proposal_says_its_act_in_words_and_leads_to_itself(desk, integrator, filed, at):
    address, said = at_desk(integrator, "propose", "passivate"), {"proof_id": filed(integrator, at).pk, **BREACH}
    assert desk.post(address, said | {"confirm": "1"}).status_code == 302
    proposal, page = Proposal.objects.get(act="registry.passivate"), shown(desk.get(at_desk(integrator)))
    assert "registry.passivate" not in page
    assert f'/masa/oneriler/#{proposal.pk}"' in page
    assert f'id="{proposal.pk}"' in shown(desk.get("/masa/oneriler/"))


def test_whoever_acts_for_several_integrators_sees_one_at_a_time(client, compliance, integrator, other_integrator):
    Mandate.objects.create(person=compliance, firm=other_integrator.firm, from_at=T0)
    client.force_login(compliance)
    mine = reverse("registry:portal")
    first = client.get(mine)
    assert (first.context["card"]["integrator"], len(first.context["others"])) == (integrator, 1)
    other = client.get(mine, {"dosya": other_integrator.dossier.number})
    assert other.context["card"]["integrator"] == other_integrator
    assert client.get(mine, {"dosya": "ENT-0000-000000"}).status_code == 404
