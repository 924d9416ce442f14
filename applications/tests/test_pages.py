"""What the pages of an application show and offer."""

import html
import re

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.translation import gettext, override

from accounts.tests.sign_in import signed_in
from applications.actions.file_document import file_document
from applications.models import Application
from applications.worklist import worklist
from conftest import T0
from documents.intake import receive
from law.clock import legal_day, moved
from ledger.actions.approve import approve
from ledger.errors import Refused
from ledger.models import Dossier
from operations.demo.samples import certificate_fields, pdf, upload
from operations.demo.story import Story
from policies.files import file_of
from policies.models import PolicyFile
from registry.actions.verify_certificate import verify_certificate
from registry.lifecycle import CertificateStatus

pytestmark = pytest.mark.django_db


def page(story, person, address, **data):
    with moved(story.at):
        client = signed_in(Client(), person)
        return client.post(address, data, follow=True) if data else client.get(address)


def test_an_officer_files_a_court_decision_and_rejects_on_it(story):
    story.register().start().send("backup_procedure").submit().take_up()
    number, officer = story.application.dossier.number, story.world.officer
    address = f"/masa/basvuru/{number}/dosya/"
    file = upload("karar.pdf", pdf("Mahkeme kararı", "Işık"))
    assert page(story, officer, address, title=" ", file=file).status_code == 422
    file.seek(0)
    answer = page(story, officer, address, title="Mahkeme kararı", file=file, internal="on")
    assert "Mahkeme kararı" in answer.content.decode()
    document = story.application.dossier.documents.get(kind="filed")
    assert page(story, story.person, f"/belge/{document.pk}/").status_code == 404
    assert "Mahkeme kararı" in page(story, officer, f"/masa/basvuru/{number}/oner-ret/").content.decode()
    story.decide("applications.reject", Application, story.application.pk, ground="legal_bar", document=document.pk)
    story.application.refresh_from_db()
    assert story.application.decision_document == document
    assert story.application.dossier.closed_at == story.application.decided_at


@pytest.mark.parametrize(("edition", "code"), [("2013", "2013"), ("2022", "")])
def test_the_firm_reads_at_once_what_would_be_found_deficient(story, edition, code):
    story.register().start()
    issued = legal_day(story.at).replace(year=2023)
    until = issued.replace(year=2025 if code else 2027)
    fields = certificate_fields(story.name, issued=issued, until=until, edition=edition, number="ISMS-1")
    file = upload("iso.pdf", pdf("ISO", story.name))
    address = f"/portal/basvuru/{story.application.dossier.number}/belge/iso_27001/"
    answer = page(story, story.person, address, file=file, **{key: it for key, it in fields.items() if it})
    assert bool(answer.context["flaws"]) == bool(code)
    assert {it.code for it in answer.context["flaws"]} == ({"edition_void", "lapsed"} if code else set())
    assert story.item("iso_27001").attachments.count() == 1


def test_an_unsigned_agreement_is_told_at_once(story):
    story.register().start().sign_agreement(unsigned=True)
    address = f"/portal/basvuru/{story.application.dossier.number}/belge/agreement/"
    assert "agreement_unsigned" in {it.code for it in page(story, story.person, address).context["flaws"]}


def test_who_may_not_judge_is_told_so_and_no_form_hides_it(story):
    story.register().start().send("backup_procedure").submit().take_up()
    address = f"/masa/basvuru/{story.application.dossier.number}/"
    judge = f"{address}degerlendir/backup_procedure/"
    assert judge in page(story, story.world.officer, address).content.decode()
    assert judge not in page(story, story.world.auditor, address).content.decode()
    assert page(story, story.world.auditor, judge, mark="met", reason="").status_code == 403


def test_the_certificate_is_shown_with_every_field_where_it_is_judged(story):
    story.register().start().send_certificate().submit().take_up()
    number = story.application.dossier.number
    for address in (f"/masa/basvuru/{number}/", f"/masa/basvuru/{number}/degerlendir/iso_27001/"):
        answer = page(story, story.world.officer, address)
        document = story.item("iso_27001").attachments.get().document_id
        assert answer.context["certificate"].soa_version in answer.content.decode()
        assert f"/belge/{document}/" in answer.content.decode()


def test_a_judgement_is_chosen_by_the_officer_and_leads_to_the_next_open_requirement(story):
    story.register().start().send("backup_procedure").send("commitment").submit().take_up()
    home = f"/masa/basvuru/{story.application.dossier.number}/"
    keys = list(story.application.items.order_by("requirement__place").values_list("requirement__key", flat=True))
    address = {key: f"{home}degerlendir/{key}/" for key in keys}
    first, last = (page(story, story.world.officer, address[key]).content.decode() for key in (keys[0], keys[-1]))
    assert "checked" not in first, "nothing is chosen beforehand"
    assert f'rel="next" href="{address[keys[1]]}"' in first
    assert f'rel="prev" href="{address[keys[-2]]}"' in last
    assert 'rel="prev"' not in first
    assert 'rel="next"' not in last
    for n, key in enumerate(keys[3:] + keys[:3]):
        beside = page(story, story.world.officer, address[key]).content.decode()
        sent = story.item(key).attachments.first()
        assert sent is None or f"/belge/{sent.document_id}/" in beside
        answer = page(story, story.world.officer, address[key], mark="deficient", reason=f"Eksik {n}.")
        following = (keys[3:] + keys[:3])[n + 1 :]
        assert answer.redirect_chain == [(address[following[0]] if following else home, 302)]
    again = page(story, story.world.officer, address[keys[0]]).content.decode()
    assert re.search(r'value="deficient"[^>]* checked', again)


def test_an_officer_reads_beside_the_form_why_it_cannot_be_met(story):
    story.register().start().send_certificate().sign_agreement(unsigned=True).submit().take_up()
    address = f"/masa/basvuru/{story.application.dossier.number}/degerlendir/"
    answer = page(story, story.world.officer, f"{address}agreement/")
    assert "agreement_unsigned" in {it.code for it in answer.context["flaws"]}
    assert all(str(it.message) in html.unescape(answer.content.decode()) for it in answer.context["flaws"])
    refused = page(story, story.world.officer, f"{address}agreement/", mark="met", reason="")
    assert refused.status_code == 422
    missing = page(story, story.world.officer, f"{address}agreement/", reason="?")
    assert 'href="#id_mark_0"' in missing.content.decode(), "the summary leads to the first of the choices"


@pytest.mark.parametrize("approved", [False, True])
def test_what_can_be_done_stands_above_what_cannot_in_a_group_that_says_so(story, approved):
    if approved:
        story.become_integrator()
        pages = {"desk_firm": story.firm, "registry:desk_integrator": story.integrator}
    else:
        story.register().start().submit().take_up()
        pages = {"desk_application": story.application}
    for name, row in pages.items():
        shown = page(story, story.world.officer, reverse(name, args=[row.dossier.number])).content.decode()
        acts = shown.split('id="acts"')[-1]
        works, _, grey = acts.partition(f"<strong>{gettext('What cannot be done now, and why')}</strong>")
        assert " disabled" not in works, name
        buttons = re.findall(r'class="act">.*?</form>', grey, re.DOTALL)
        assert buttons, name
        assert all(" disabled" in it for it in buttons), name


def test_an_application_leads_to_the_integrator_it_became_and_back(story):
    story.become_integrator()
    applied, made = story.application.dossier.number, story.integrator.dossier.number
    for person, there, back, address in (
        (story.world.officer, f"/masa/basvuru/{applied}/", f"/masa/entegrator/{made}/", f"/masa/entegrator/{made}/"),
        (story.person, f"/portal/basvuru/{applied}/", "/portal/entegrator/", f"/portal/entegrator/?dosya={made}"),
    ):
        assert f'href="{address}"' in page(story, person, there).content.decode()
        shown = page(story, person, back).content.decode()
        assert f'href="{there}"' in shown
        assert "#" not in address or f'id="{made}"' in shown
    story.end().start().submit()
    anew = page(story, story.world.officer, f"/masa/basvuru/{story.application.dossier.number}/").content.decode()
    assert made not in anew, "the next application has become nothing yet"


def test_a_decided_matter_is_closed(story):
    story.become_integrator()
    number = Dossier.objects.get(pk=story.application.dossier_id, closed_at__isnull=False).number
    shown = page(story, story.person, f"/portal/basvuru/{number}/").content.decode()
    assert "/geri-cek/" not in shown, "nothing is offered that never can be done again"
    assert re.search(r"Belge gönderildi|Document sent", shown)
    assert re.search(r"×\d+: [^<]*(Başvuru formu|Application form)", shown), "a line names its requirements"
    agreement = page(story, story.person, f"/portal/sozlesme/{number}/").content.decode()
    assert "agreement.pdf" in agreement
    assert "<button" not in agreement.partition("<main")[2].partition("</main")[0]
    for address in ("/portal/", "/portal/entegrator/"):
        mine = page(story, story.person, address).content.decode()
        assert "ISO/IEC 27001 belgesinin geçerliliği" in mine
        assert "ISO 27001 belgesinin doğrulanması" not in mine, "that term is the ministry's own"
    story.wait(days=3).end()
    assert story.integrator.dossier.closed_at is not None


def test_an_integrator_that_no_certificate_carries_waits_for_persons(story):
    story.register()
    file = file_of("passivation.document_lapsed", at=story.at)
    given = {"value": "two_persons", "in_force_from": legal_day(story.at).isoformat(), "citation": "Karar"}
    proposal = story.propose("policies.set_policy", PolicyFile, file.pk, **given)
    story.do(approve, proposal.pk, by=story.world.approver)
    story.start().send_all().submit().take_up().judge().find_suitable().countersign().approve()
    held = story.firm.certificates.get()

    def waits():
        address = f"/masa/entegrator/{story.integrator.dossier.number}/"
        return [it for it in worklist(story.world.officer, story.at) if str(it.address) == address]

    assert waits() == []
    said = {"how": "web", "reference": "1", "verified_on": legal_day(story.at)}
    story.do(verify_certificate, held.pk, by=story.world.officer, **said, status=CertificateStatus.SUSPENDED)
    assert len(waits()) == 1
    story.do(verify_certificate, held.pk, by=story.world.officer, **said, status=CertificateStatus.VALID)
    assert waits() == []
    story.at = story.at.replace(year=held.valid_until_on.year + 1)
    story.run_loops()
    with override("en"):
        assert [str(it.what) for it in waits()].count("No certificate carries the authority: decide") == 1


def test_applications_are_searched_by_status_and_pages_keep_the_search(story):
    story.register().start().send("backup_procedure").submit()
    address = "/masa/basvurular/"
    number = story.application.dossier.number
    assert number in page(story, story.world.officer, f"{address}?q=isik&durum=submitted").content.decode()
    assert number not in page(story, story.world.officer, f"{address}?durum=rejected").content.decode()


def test_a_document_needs_a_name(story):
    story.register().start().submit()
    received = receive(upload("a.pdf", pdf("a", "b")), at=story.at)
    document = file_document(
        story.application.pk, by=story.world.officer, at=story.at, received=received, title=" Not ", internal=False
    )
    assert (document.title, document.internal) == ("Not", False)


def filed(story, *, title="Karar", internal):
    received = receive(upload("k.pdf", pdf(title, "b")), at=story.at)
    who = {"by": story.world.officer, "at": story.at}
    return file_document(story.application.pk, **who, received=received, title=title, internal=internal)


def test_the_firm_finds_what_the_ministry_filed_openly(story):
    story.register().start().submit()
    own, told = filed(story, title="Not", internal=True), filed(story, title="Bilgi", internal=False)
    number = story.application.dossier.number
    text = page(story, story.person, f"/portal/basvuru/{number}/").content.decode()
    assert f"/belge/{told.pk}/" in text
    assert f"/belge/{own.pk}/" not in text
    assert page(story, story.person, f"/belge/{told.pk}/").status_code == 200
    desk = page(story, story.world.officer, f"/masa/basvuru/{number}/").content.decode()
    assert f"/belge/{own.pk}/" in desk
    assert f"/belge/{told.pk}/" in desk


def test_a_file_that_waits_for_the_scan_proves_no_ground_of_rejection(story):
    story.register().start().submit()
    with override_settings(SCANNER="clamd"):
        document = filed(story, internal=True)
    address = f"/masa/basvuru/{story.application.dossier.number}/oner-ret/"
    assert document not in page(story, story.world.officer, address).context["form"].fields["document"].queryset
    with pytest.raises(Refused) as caught:
        story.propose(
            "applications.reject", Application, story.application.pk, ground="legal_bar", document=document.pk
        )
    assert caught.value.codes == {"not_clean"}


def test_what_is_with_the_ministry_cannot_be_taken_back_or_sent(story):
    story.register().start().send("backup_procedure")
    address = f"/portal/basvuru/{story.application.dossier.number}/belge/backup_procedure/"
    assert "/geri-al/" in page(story, story.person, address).content.decode()
    story.submit()
    answer = page(story, story.person, address)
    assert "/geri-al/" not in answer.content.decode()
    assert {it.code for it in answer.context["send"].obstacles} == {"with_the_ministry"}


def test_the_desk_reads_the_earlier_reason_until_it_judges_again(story):
    story.register().start().send_all(but=["commitment"]).submit().take_up()
    story.notify_deficiencies(commitment="Taahhütname yok.").send("commitment").complete()
    address = f"/masa/basvuru/{story.application.dossier.number}/"
    assert "Taahhütname yok." in page(story, story.world.officer, address).content.decode()
    story.judge()
    assert "Taahhütname yok." not in page(story, story.world.officer, address).content.decode().split("<h2")[1]


def test_applications_are_sorted_by_status_in_the_order_of_its_course(world):
    first, second, third = (
        Story(world, f"{name} A.Ş.", kep=f"{name.lower()}@hs01.kep.tr", begins=T0)
        .register()
        .start()
        .send_all()
        .submit()
        for name in ("Bir", "Deniz", "Kaya")
    )
    second.take_up()
    third.take_up().judge().find_suitable()
    client, course = signed_in(Client(), world.officer), [first.name, second.name, third.name]
    for order, wanted in (("durum", course), ("-durum", course[::-1])):
        page = client.get(reverse("desk_search"), {"sira": order}).content.decode()
        assert sorted(course, key=page.index) == wanted


def test_a_signed_letter_is_sent_from_its_own_page(story):
    story.register().start().send_all(but=["commitment"]).submit().take_up().judge({"commitment": "Yok."}).write()
    client, address = signed_in(Client(), story.world.officer), reverse("desk_letter", args=[story.request.letter_id])
    send = reverse("desk_send_request", args=[story.request.pk])
    with moved(story.at):
        assert send not in client.get(address).content.decode(), "not before it is signed"
    story.sign()
    with moved(story.at):
        assert send in client.get(address).content.decode()
        auditor = signed_in(Client(), story.world.auditor)
        assert send not in auditor.get(address).content.decode()
        assert client.post(send).status_code == 302
        assert send not in client.get(address).content.decode(), "nor twice"


def test_after_three_months_the_firm_can_be_written_to_from_the_dossier(story):
    story.register().start().send_all(but=["commitment"]).submit().take_up()
    story.notify_deficiencies(commitment="Yok.").wait(days=120).run_loops()
    client = signed_in(Client(), story.world.officer)
    address = reverse("desk_application", args=[story.application.dossier.number])
    with moved(story.at):
        page = client.get(address).content.decode()
    button = page[page.index(reverse("desk_compose", args=[story.application.dossier.number])) :]
    assert "disabled" not in button[: button.index("</form>")]
