from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from accounts.models import Firm
from conftest import T0
from deadlines.models import Deadline, DeadlineStatus
from deadlines.sweeper import sweep
from documents.models import Letter
from kep_gateway.models import Notice
from law.clock import day_end, moved
from law.explain import date_short
from ledger.actions.propose import propose
from ledger.errors import NotAllowed, Refused
from ledger.models import Audience, DossierKind
from ledger.numbers import open_dossier
from ledger.verification import verify
from registry import firm_codes
from registry.actions.accept_certificate import accept_certificate
from registry.actions.admit import admit
from registry.actions.draw_secret import draw_secret
from registry.actions.enter_certificate import NAMES
from registry.actions.file_document import file_document
from registry.actions.lapse import lapse
from registry.actions.refuse_certificate import refuse_certificate
from registry.actions.renew_validity import renew_validity
from registry.actions.verify_certificate import verify_certificate
from registry.conditions.certificate import last_valid_day
from registry.due import SWEEPER
from registry.forms import CertificateForm
from registry.lifecycle import CertificateStatus, GroundKind, Standing
from registry.models import Certificate, Code, Ground, Integrator, Publication
from registry.numbers import slug_for
from registry.queries import active, standing_of
from registry.terms import VALIDITY, VERIFICATION
from registry.tests.conftest import BREACH, admitted, approved_proposal, enter, received

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
END = day_end(date(2026, 6, 30))


def now(integrator, at):
    return standing_of(Integrator.objects.get(pk=integrator.pk), at)


def affected(*known: object) -> list[str]:
    return ["12 kurum etkilenir"]


# admission


def test_admission_makes_everything_at_once(integrator, firm, at):
    assert firm_codes.valid(integrator.firm_code)
    assert Code.objects.get().code == integrator.firm_code
    assert integrator.slug == "isik-isg-yazilim-as"
    assert (integrator.dossier.kind, integrator.dossier.firm) == (DossierKind.INTEGRATOR, firm)
    assert integrator.active_until == END
    step = integrator.dossier.steps.get(act="registry.admit")
    assert (step.before, step.after, step.audience) == ("candidate", "active", Audience.PUBLIC)
    term = Deadline.objects.get(term=VALIDITY)
    assert (term.due_at, term.reminders.count()) == (END, 7)  # five e-mails, two letters
    assert Deadline.objects.filter(term=VERIFICATION, status=DeadlineStatus.OPEN).count() == 1
    assert Publication.objects.count() == 1
    assert list(verify()) == []


def test_all_reasons_against_admission_come_at_once(firm, compliance, officer, approver, at):
    dossier = open_dossier(DossierKind.APPLICATION, firm=firm, at=at)
    certificate = enter(dossier, by=compliance, at=at)
    own = approved_proposal(dossier, officer, approver, at)
    with pytest.raises(Refused) as refused:
        admit(firm.pk, by=approver, at=at, certificate_id=certificate.pk, products=[" "], proposal=own)
    assert refused.value.codes == {"not_accepted", "no_product"}
    with pytest.raises(Refused) as refused:
        admit(firm.pk, by=approver, at=at, certificate_id=certificate.pk, products=["X", "--"], proposal=own)
    assert refused.value.codes == {"not_accepted", "no_name"}
    with pytest.raises(NotAllowed):
        admit(firm.pk, by=officer, at=at, certificate_id=certificate.pk, products=["X"], proposal=own)
    assert not Integrator.objects.exists()


def test_the_second_person_decided_or_nobody_is_admitted(firm, compliance, officer, approver, second_approver, at):
    dossier = open_dossier(DossierKind.APPLICATION, firm=firm, at=at)
    certificate = enter(dossier, by=compliance, at=at)
    accept_certificate(certificate.pk, by=officer, at=at)
    decided = approved_proposal(dossier, officer, approver, at)
    with pytest.raises(Refused) as refused:
        admit(firm.pk, by=second_approver, at=at, certificate_id=certificate.pk, products=["X"], proposal=decided)
    assert refused.value.codes == {"second_person"}


def test_a_firm_is_admitted_once_and_slugs_differ(integrator, firm, compliance, officer, approver, at):
    with pytest.raises(Refused) as refused:
        admitted(firm, compliance, officer, approver)
    assert "already" in refused.value.codes


# certificates


def test_contradicting_fields_are_refused_at_their_fields_and_insufficient_ones_are_taken(
    firm, compliance, outsider, at
):
    dossier = open_dossier(DossierKind.APPLICATION, firm=firm, at=at)
    with pytest.raises(Refused) as refused:
        enter(dossier, by=compliance, at=at, issued_on=date(2020, 1, 1), number=" ")
    assert {o.field for o in refused.value.obstacles} == {"issued_on", "number"}
    with pytest.raises(NotAllowed):
        enter(dossier, by=outsider, at=at)
    kept = enter(dossier, by=compliance, at=at, edition="2013", holder="Başka A.Ş.", valid_until_on=date(2025, 6, 1))
    assert kept.document.uploaded_by == compliance
    with pytest.raises(Refused) as refused:
        enter(firm.dossier, by=compliance, at=at)
    assert "no_place" in refused.value.codes


@pytest.mark.parametrize(("field", "most"), NAMES.items())
def test_a_certificate_names_what_can_be_read_and_has_room(firm, compliance, at, field, most):
    dossier = open_dossier(DossierKind.APPLICATION, firm=firm, at=at)
    for name, code in (("--", "no_name"), ("\u202e", "no_name"), ("x" * (most + 1), "long_name")):
        with pytest.raises(Refused) as refused:
            enter(dossier, by=compliance, at=at, **{field: name})
        assert [(it.code, it.field) for it in refused.value.obstacles] == [(code, field)]
        assert field in CertificateForm({field: name}).errors
    kept = enter(dossier, by=compliance, at=at, **{field: " AB\u200e \n 7 "})
    kept.refresh_from_db()
    assert getattr(kept, field) == "AB 7"
    assert kept.document.title == f"ISO/IEC 27001 {kept.number}"


def test_an_officer_accepts_only_what_serves_and_judges_once(firm, compliance, officer, at):
    dossier = open_dossier(DossierKind.APPLICATION, firm=firm, at=at)
    bad = enter(dossier, by=compliance, at=at, edition="2017", holder="Başka A.Ş.")
    with pytest.raises(Refused) as refused:
        accept_certificate(bad.pk, by=officer, at=at)
    assert refused.value.codes == {"edition_void", "other_holder"}
    with pytest.raises(NotAllowed):
        accept_certificate(bad.pk, by=compliance, at=at)
    with pytest.raises(Refused) as refused:
        refuse_certificate(bad.pk, by=officer, at=at, reason=" ")
    assert refused.value.codes == {"no_reason"}
    refuse_certificate(bad.pk, by=officer, at=at, reason="Sürümü geçersiz.")
    letter = Letter.objects.get(kind="registry.certificate_refused")
    assert (letter.status, letter.drafted_by, letter.dossier) == ("draft", officer, dossier)
    assert letter.challenge
    assert bad.number in letter.body
    assert "Sürümü geçersiz." in letter.body
    assert "pasife" not in letter.body, "who has no standing cannot lose it"
    with pytest.raises(Refused) as refused:
        refuse_certificate(bad.pk, by=officer, at=at, reason="Yine")
    assert refused.value.codes == {"judged"}


def test_an_integrator_reads_until_when_it_stays_active_without_the_refused_certificate(
    integrator, compliance, officer, day
):
    other = enter(integrator.dossier, by=compliance, at=day(1), number="ISMS-9", edition="2017")
    refuse_certificate(other.pk, by=officer, at=day(1), reason="Sürümü geçersiz.")
    last = date_short(last_valid_day(integrator.firm.certificates.earliest("pk")))
    assert f"{last} gün sonuna kadar" in Letter.objects.get(kind="registry.certificate_refused").body


def test_a_term_that_is_counted_anew_is_told_under_the_seal(integrator, renewed, day):
    newer = renewed(integrator, day(20))
    step = integrator.dossier.steps.get(act="registry.renew_validity")
    letter = step.notices.get().letter
    assert (letter.kind, letter.status, letter.drafted_by) == ("registry.validity_renewed", "signing", None)
    assert date_short(newer.valid_until_on) in letter.body
    assert integrator.dossier.steps.get(act="documents.seal_letter", n__gt=step.n).rule == "letter"


def test_a_newer_certificate_moves_the_term_and_its_reminders(integrator, renewed, day):
    renewed(integrator, day(20))
    integrator.refresh_from_db()
    assert integrator.active_until == day_end(date(2027, 3, 22))
    terms = Deadline.objects.filter(term=VALIDITY).order_by("pk")
    assert [term.status for term in terms] == ["cancelled", "open"]
    assert not terms[0].reminders.filter(status="open").exists()
    assert terms[1].reminders.filter(status="open").count() == 7
    sweep(END + timedelta(days=3))
    assert not Ground.objects.exists()
    assert list(verify()) == []


def test_a_certificate_for_a_coming_day_is_accepted_early_and_carries_on(integrator, renewed, day):
    renewed(integrator, day(60), issued_on=date(2026, 7, 1), valid_until_on=date(2027, 6, 30))
    integrator.refresh_from_db()
    assert integrator.active_until == day_end(date(2027, 6, 30))


def test_a_certificate_that_begins_within_the_grace_carries_on_without_a_lapse(
    firm, compliance, officer, approver, renewed, day, in_force
):
    in_force("document.grace", {"days": 5, "working": False})
    integrator = admitted(firm, compliance, officer, approver)
    assert integrator.active_until == day_end(date(2026, 7, 5))
    renewed(integrator, day(60), issued_on=date(2026, 7, 3), valid_until_on=date(2027, 7, 2))
    sweep(day_end(date(2026, 7, 6)))
    integrator.refresh_from_db()
    assert not Ground.objects.exists()
    assert integrator.active_until == day_end(date(2027, 7, 7))


def test_grace_in_working_days(firm, compliance, officer, approver, in_force):
    in_force("document.grace", {"days": 3, "working": True})
    integrator = admitted(firm, compliance, officer, approver)
    assert integrator.active_until == day_end(date(2026, 7, 3))


def test_verifications_are_repeated_and_a_suspension_makes_nobody_passive_by_itself(integrator, officer, decide, day):
    certificate = Certificate.objects.get()
    with pytest.raises(Refused) as refused:
        verify_certificate(
            certificate.pk, by=officer, at=day(1), how=" ", reference="", verified_on=date(2027, 1, 1), document_id=999
        )
    assert {o.field for o in refused.value.obstacles} == {"how", "reference", "verified_on", "document"}
    said: dict[str, Any] = {"how": "Kuruluşun sayfası", "reference": "web", "verified_on": date(2026, 3, 3)}
    verify_certificate(certificate.pk, by=officer, at=day(1), **said)
    assert [d.status for d in Deadline.objects.filter(term=VERIFICATION).order_by("pk")] == ["met", "open"]
    verify_certificate(certificate.pk, by=officer, at=day(2), status="suspended", **said)
    assert now(integrator, day(3)) == Standing.ACTIVE
    ground = decide("passivate_lapsed", integrator, day(3), certificate_id=certificate.pk)
    assert (ground.lapsed_on, ground.at) == (date(2026, 3, 4), day(3))
    assert now(integrator, day(3)) == Standing.PASSIVE
    assert "askıda" in Letter.objects.get(kind="registry.not_holding").body or "suspended" in Letter.objects.get().body
    assert list(verify()) == []


# lapse


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=9)])
def test_a_lapse_counts_from_its_instant_however_late_the_sweeper_comes(integrator, late):
    assert now(integrator, END - timedelta(microseconds=1)) == Standing.ACTIVE
    assert now(integrator, END) == Standing.PASSIVE
    assert list(active(END)) == []
    with moved(END + late):
        sweep(END + late)
        sweep(END + late)
    ground = Ground.objects.get()
    assert (ground.at, ground.lapsed_on, ground.rule, ground.kind) == (
        END, date(2026, 6, 30), "sweeper", GroundKind.DOCUMENT_LAPSED,
    )  # fmt: skip
    step = integrator.dossier.steps.get(act="registry.lapse")
    assert (step.at, step.before, step.after, step.clause) == (END, "active", "passive", "2")
    assert now(integrator, END) == Standing.PASSIVE
    letter = Letter.objects.get(kind="registry.lapsed")
    assert (letter.status, letter.burdening) == ("signing", True)
    assert "30.06.2026" in letter.body
    assert Notice.objects.get(kind="registry.lapsed").address == "isik@hs01.kep.tr"
    assert Deadline.objects.get(term=VALIDITY).status == DeadlineStatus.ELAPSED
    assert Publication.objects.count() == 2
    assert list(verify()) == []


def test_nothing_lapses_before_its_time_and_people_cannot_do_it(integrator, officer):
    with pytest.raises(Refused) as refused:
        lapse(integrator.pk, by=SWEEPER, at=END - timedelta(seconds=1))
    assert refused.value.codes == {"running", "covered"}
    with pytest.raises(NotAllowed):
        lapse(integrator.pk, by=officer, at=END)


def test_under_two_persons_the_end_of_the_term_is_only_a_task(firm, compliance, officer, approver, decide, in_force):
    in_force("passivation.document_lapsed", "two_persons")
    integrator = admitted(firm, compliance, officer, approver)
    assert integrator.active_until is None
    sweep(END)
    assert integrator.dossier.steps.filter(act="deadlines.elapse", at=END).count() == 1
    assert now(integrator, END) == Standing.ACTIVE
    certificate = Certificate.objects.get()
    ground = decide("passivate_lapsed", integrator, END + timedelta(hours=9), certificate_id=certificate.pk)
    assert ground.lapsed_on == date(2026, 6, 30)
    assert now(integrator, END) == Standing.ACTIVE
    assert now(integrator, ground.at) == Standing.PASSIVE


def test_a_covering_certificate_is_no_lapse(integrator, decide, officer, at):
    with pytest.raises(Refused) as refused:
        propose(
            "registry.passivate_lapsed", Integrator, integrator.pk, by=officer, at=at, arguments={"certificate_id": 999}
        )
    assert refused.value.codes == {"covered", "foreign_certificate"}


def test_a_firm_without_a_kep_address_lapses_all_the_same(integrator, firm):
    for held in firm.kep_addresses.all():
        held.until_at = T0
        held.save()
    sweep(END)
    assert now(integrator, END) == Standing.PASSIVE
    assert Notice.objects.get(kind="registry.lapsed").means == "post"


def test_an_act_records_what_fell_due_before_it(integrator, renewed):
    renewed(integrator, END + timedelta(days=2))
    assert Ground.objects.get().at == END
    assert now(integrator, END + timedelta(days=3)) == Standing.PASSIVE
    acts = list(integrator.dossier.steps.values_list("act", flat=True))
    assert acts.index("registry.lapse") < acts.index("registry.accept_certificate")


# what other rooms and later acts ask


def test_an_integrators_firm_cannot_end_before_it(integrator, officer, papered, at):
    paper = papered(integrator.firm.dossier)
    with pytest.raises(Refused) as refused:
        propose("accounts.end_firm", Firm, integrator.firm_id, by=officer, at=at, arguments={"document": paper})
    assert refused.value.codes == {"integrator"}


def test_a_document_is_filed_with_a_title_and_a_kind_that_is_its_authors(integrator, compliance, officer, at):
    for by, kind in ((compliance, "court"), (officer, "nonsense")):
        with pytest.raises(Refused) as refused:
            file_document(integrator.pk, by=by, at=at, received=received(at), title=" ", kind=kind)
        assert refused.value.codes == {"no_title", "bad_kind"}
    own = file_document(integrator.pk, by=compliance, at=at, received=received(at), title="Savunma", internal=True)
    assert not own.internal


def test_nothing_happens_to_an_ended_integrator_any_more(integrator, compliance, decide, filed, renewed, day):
    paper = filed(integrator, day(1), kind="decision")
    decide("end_integrator", integrator, day(2), document_id=paper.pk)
    with pytest.raises(Refused) as refused:
        draw_secret(integrator.pk, by=compliance, at=day(3))
    assert refused.value.codes == {"ended"}
    with pytest.raises(Refused) as refused:
        lapse(integrator.pk, by=SWEEPER, at=END)
    assert {"ended", "running"} <= refused.value.codes
    with pytest.raises(Refused) as refused:
        renew_validity(integrator.pk, by=SWEEPER, at=day(3))
    assert "ended" in refused.value.codes
    with pytest.raises(Refused) as refused:
        renewed(integrator, day(3))
    assert refused.value.codes == {"no_place"}, "its dossier is closed"
    integrator.refresh_from_db()
    assert integrator.active_until is None


def test_one_proof_carries_one_open_ground_and_a_lapse_is_found_once(integrator, breach, decide, day):
    ground = breach(integrator, day(1))
    with pytest.raises(Refused) as refused:
        decide("passivate", integrator, day(2), proof_id=ground.proof_id, **BREACH)
    assert refused.value.codes == {"used"}
    sweep(END)
    with pytest.raises(Refused) as refused:
        decide("passivate_lapsed", integrator, END, certificate_id=Certificate.objects.get().pk)
    assert refused.value.codes == {"lapsed"}


def test_two_firms_of_one_name_have_two_slugs(integrator):
    assert slug_for(integrator.firm.legal_name) == f"{integrator.slug}-2"
    assert slug_for("…") == "firma"


def test_letters_are_turkish_whatever_their_author_reads(integrator, officer, decide, day):
    certificate = Certificate.objects.get()
    said: dict[str, Any] = {"how": "web", "reference": "1", "verified_on": date(2026, 3, 2)}
    verify_certificate(certificate.pk, by=officer, at=day(1), status="withdrawn", **said)
    with override("en"):
        decide("passivate_lapsed", integrator, day(2), certificate_id=certificate.pk)
    with override("tr"):
        assert str(CertificateStatus.WITHDRAWN.label) in Letter.objects.get(kind="registry.not_holding").body
