"""Integrators, certificates and agreements in every state."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from accounts.actions.change_address import change_address
from contracts import campaigns
from contracts.actions.issue_copy import issue_copy
from contracts.actions.receive_signed import receive_signed
from contracts.actions.request_copy import request_copy
from contracts.actions.upload_countersigned import upload_countersigned
from contracts.actions.verify_ink import verify_ink
from contracts.copies import counting, live_copy
from contracts.models import AgreementVersion, Ink, Kind, Renewal, SignedAgreement
from deadlines.models import DeadlineStatus
from deadlines.sweeper import sweep
from deadlines.terms import close_one, open_deadline
from law.clock import legal_day
from ledger.acts import Rule
from operations.demo.samples import certificate_fields
from operations.demo.story import Story
from policies.files import BODIES, REQUIREMENTS, file_of
from policies.models import PolicyFile
from registry.actions.accept_certificate import accept_certificate
from registry.actions.accept_showing import accept_showing
from registry.actions.answer_demand import answer_demand
from registry.actions.change_body import change_body
from registry.actions.decide_concern import decide_concern
from registry.actions.demand_document import demand_document
from registry.actions.enter_body import enter_body
from registry.actions.enter_certificate import enter_certificate
from registry.actions.find_not_shown import find_not_shown
from registry.actions.judge_answer import judge_answer
from registry.actions.lapse import lapse
from registry.actions.owe import owe
from registry.actions.refuse_certificate import refuse_certificate
from registry.actions.refuse_showing import refuse_showing
from registry.actions.show_document import show_document
from registry.actions.verify_certificate import verify_certificate
from registry.actions.withdraw_demand import withdraw_demand
from registry.demanding import term_key
from registry.lifecycle import BodyKind, BodyStatus, CertificateStatus, DemandStatus
from registry.models import Body, Certificate, Demand, Integrator, Obligation, Requirement, Showing
from registry.obligations import end_obligation
from registry.requirements import set_in_force
from registry.terms import DEMAND
from tests.matrix.country import NAME, Country
from tests.matrix.stage import LONG, SCENES, Scene, decided, scene

INTEGRATOR = ("active", "passive", "stayed", "lapsed", "withdrawn", "ended")


def _integrator(country: Country, state: str) -> tuple[Story, datetime]:
    story, here = country.active, Scene(None, country.active, country.at, country)
    story.at = at = country.at
    integrator = story.integrator
    if state in {"passive", "stayed"}:
        said = {"article": "m. 6", "why_no_period": "İspatlandı.", "hearing": "Dinlendi."}
        proof = here.document("İspat")
        decided(story, "registry.passivate", Integrator, integrator.pk, proof_id=proof.pk, **said)
        story.at = here.at = at = at + timedelta(hours=1)
    if state == "stayed":
        arguments = {"ground_id": integrator.grounds.get().pk, "document_id": here.document("Mahkeme").pk}
        decided(story, "registry.suspend_ground", Integrator, integrator.pk, **arguments)
    if state == "ended":
        paper = here.document("Dilekçe")
        decided(story, "registry.end_integrator", Integrator, integrator.pk, document_id=paper.pk)
    if state == "withdrawn":
        certificate = Certificate.objects.get(firm=story.firm)
        said_so = {"how": "web", "reference": "1", "verified_on": legal_day(at), "status": CertificateStatus.WITHDRAWN}
        story.do(verify_certificate, certificate.pk, by=country.people["officer"], **said_so)
    if state in {"due", "lapsed"}:
        assert integrator.active_until
        story.at = at = integrator.active_until
    if state == "lapsed":
        lapse(integrator.pk, by=Rule("sweeper"), at=at)
    return story, at


@scene("integrator", *INTEGRATOR)
def _(country: Country, state: str) -> Scene:
    story, at = _integrator(country, state)
    return Scene(story.integrator, story, at, country)


@scene("integrator to lapse", *INTEGRATOR, "due")
def _(country: Country, state: str) -> Scene:
    story, at = _integrator(country, state)
    return Scene(story.integrator, story, at, country)


@scene("requirement sets", "all stored", "one more shipped")
def _(country: Country, state: str) -> Scene:
    if state == "all stored":
        _second_set(country)
    return Scene(file_of(REQUIREMENTS, at=country.at), country.plain, country.at, country)


def _second_set(country: Country) -> None:
    """Bring the second requirement set into force today."""
    day = legal_day(country.at).isoformat()
    file = file_of(REQUIREMENTS, at=country.at)
    country.active.at = country.at
    said = {"in_force_from": day, "citation": "Karar"}
    decided(country.active, "registry.adopt_requirements", PolicyFile, file.pk, **said)


@scene("integrator of a new set", "owes nothing new", "owes more", "ended")
def _(country: Country, state: str) -> Scene:
    story, at = _integrator(country, "ended" if state == "ended" else "active")
    if state == "owes more":
        _second_set(country)
    return Scene(story.integrator, story, at, country)


@scene("obligation", "undecided", "owed", "waiting", "dropped")
def _(country: Country, state: str) -> Scene:
    story, at = _integrator(country, "active")
    _second_set(country)
    owe(story.integrator.pk, by=Rule("sweeper"), at=at)
    key = "static_security_test" if state == "waiting" else "hosting_approval"
    row = story.integrator.obligations.get(key=key)
    here = Scene(row, story, at, country)
    if state == "owed":
        officer = country.people["officer"]
        story.do(decide_concern, row.pk, by=officer, concerned=True, decision="Veri merkezi üçüncü kişinin.")
    if state == "waiting":
        story.do(show_document, row.pk, by=story.person, received=here.received(), dated_on=legal_day(at))
    if state == "dropped":
        end_obligation(Obligation.objects.select_related("integrator").get(pk=row.pk), at=at)
    row.refresh_from_db()
    return here


@scene("showing", "waiting", "accepted", "refused")
def _(country: Country, state: str) -> Scene:
    here = SCENES["obligation"]["waiting"](country)
    showing, officer = here.row.showings.get(), country.people["officer"]
    if state == "accepted":
        here.story.do(accept_showing, showing.pk, by=officer)
    if state == "refused":
        here.story.do(refuse_showing, showing.pk, by=officer, reason="Okunmuyor.")
    return Scene(Showing.objects.get(pk=showing.pk), here.story, here.at, country)


@scene("demand", *DemandStatus.values)
def _(country: Country, state: str) -> Scene:
    story, at = _integrator(country, "active")
    officer, here = country.people["officer"], Scene(None, story, at, country)
    wanted = Requirement.objects.get(requirement_set=set_in_force(legal_day(at)), key="signatory_circular")
    row = story.do(demand_document, story.integrator.pk, by=officer, requirement_id=wanted.pk, reason="Yetki değişmiş.")
    if state in {"answered", "shown"}:
        story.do(answer_demand, row.pk, by=story.person, received=here.received())
    if state == "shown":
        story.do(judge_answer, row.pk, by=officer, shown=True, judgement="Günceldir.")
    if state == "withdrawn":
        story.do(withdraw_demand, row.pk, by=officer, reason="Yanlışlıkla.")
    if state == "not_shown":
        term = replace(DEMAND, key=term_key(row))
        start = legal_day(at) - timedelta(days=90)
        deadline = open_deadline(row.dossier, term, start=start, evidence="elden", step=row.dossier.steps.last())
        close_one(deadline, DeadlineStatus.ELAPSED, at=at)
        story.do(find_not_shown, row.pk, by=officer, judgement="Gelmedi.")
    here.row = Demand.objects.get(pk=row.pk)
    return here


@scene("integrator that shows", "all", "nothing", "nothing, and ended")
def _(country: Country, state: str) -> Scene:
    here = SCENES["demand"]["shown" if state == "all" else "not_shown"](country)
    here.row = here.row.integrator
    if state == "all":
        term = replace(DEMAND, key="demand_0")
        open_deadline(
            here.row.dossier, term, start=legal_day(here.at), evidence="elden", step=here.row.dossier.steps.last()
        )
    if state.endswith("ended"):
        paper = here.document("Dilekçe")
        decided(here.story, "registry.end_integrator", Integrator, here.row.pk, document_id=paper.pk)
        here.row.refresh_from_db()
    return here


def newer_certificate(here: Scene) -> dict[str, Any]:
    """Return the fields of a certificate that outlasts the first."""
    day = legal_day(here.at)
    return certificate_fields(NAME, issued=day - timedelta(days=3), until=day + 3 * LONG, number="ISMS-2")


@scene("certificate", "entered", "accepted", "refused")
def _(country: Country, state: str) -> Scene:
    story = country.active
    here = Scene(None, story, country.at, country)
    story.at = country.at
    fields, officer = newer_certificate(here), country.people["officer"]
    dossier = story.integrator.dossier
    entered = story.do(enter_certificate, dossier.pk, by=story.person, received=here.received(), fields=fields)
    if state == "accepted":
        story.do(accept_certificate, entered.pk, by=officer)
    if state == "refused":
        story.do(refuse_certificate, entered.pk, by=officer, reason="Okunmuyor.")
    here.row = Certificate.objects.get(pk=entered.pk)
    return here


def body_of(here: Scene, name: str = "Kuzey Belgelendirme A.Ş.") -> Body:
    """Have an officer enter a certification body into the table."""
    said: dict[str, Any] = {"kind": BodyKind.CERTIFICATION, "name": name, "country": "TR", "citation": "TÜRKAK listesi"}
    return enter_body(file_of(BODIES, at=here.at).pk, by=here.country.people["officer"], at=here.at, **said)


@scene("file of bodies", "kept")
def _(country: Country, state: str) -> Scene:
    return Scene(file_of(BODIES, at=country.at), country.plain, country.at, country)


@scene("body", "active", "suspended")
def _(country: Country, state: str) -> Scene:
    here = Scene(None, country.plain, country.at, country)
    here.row = body_of(here)
    if state == "suspended":
        said: dict[str, Any] = {
            "status": BodyStatus.SUSPENDED,
            "since_on": legal_day(here.at),
            "citation": "TÜRKAK duyurusu",
        }
        here.row = change_body(here.row.pk, by=country.people["officer"], at=here.at, **said)
    return here


@scene("dossier", "of an application", "of an integrator", "of a firm")
def _(country: Country, state: str) -> Scene:
    story = country.active
    row: Any = {"of an application": story.application, "of a firm": story.firm}.get(state, story.integrator)
    return Scene(row.dossier, story, country.at, country)


def _moved_house(country: Country) -> Story:
    story = country.draft
    story.at = country.at
    story.do(change_address, story.firm.pk, by=story.person, text="Yeni Mah. No: 1 Ankara")
    return story


@scene("dossier of an agreement", "same data", "new data", "countersigned", "of a firm")
def _(country: Country, state: str) -> Scene:
    story = _moved_house(country) if state == "new data" else country.draft
    if state == "countersigned":
        story = country.suitable
    row = story.firm if state == "of a firm" else story.application
    return Scene(row.dossier, story, country.at, country)


@scene("copy", "requested", "issued", "superseded")
def _(country: Country, state: str) -> Scene:
    story = country.draft
    row = live_copy(story.application.dossier)
    if state != "issued":
        newer = _moved_house(country).do(request_copy, story.application.dossier.pk, by=story.person)
        row = newer if state == "requested" else row
    assert row
    row.refresh_from_db()
    return Scene(row, story, country.at, country)


@scene("signed agreement", "electronic", "wet", "compared", "countersigned", "bound", "renewed")
def _(country: Country, state: str) -> Scene:
    story = {"countersigned": country.suitable, "bound": country.active}.get(state, country.draft)
    if state == "renewed":
        return _renewed(country)
    row: Any = counting(story.application.dossier)
    here = Scene(row, story, country.at, country)
    if state in {"wet", "compared"}:
        copy = _moved_house(country).do(request_copy, story.application.dossier.pk, by=story.person)
        here.row = _ink(here, copy)
    if story is country.draft:
        story.submit()
    if state == "compared":
        story.do(verify_ink, here.row.pk, by=country.people["officer"], confirmed=True, note="Aynıdır.")
    here.row.refresh_from_db()
    return here


def _ink(here: Scene, copy: Any) -> Any:
    """Issue a copy as if it had been printed, and send it back signed in ink."""
    story, paper = here.story, copy.dossier.documents.latest("pk")
    issue_copy(copy.pk, by=Rule("renderer"), at=story.at, pdf=paper, docx=paper)
    return story.do(receive_signed, copy.pk, by=story.person, received=here.received(), ink=Ink.WET)


def _renewed(country: Country) -> Scene:
    """Signed and countersigned in ink in the integrator's dossier, and not concluded yet."""
    story, officer = country.active, country.people["officer"]
    here = Scene(None, story, country.at, country)
    story.at = country.at
    signed = _ink(here, story.do(request_copy, story.integrator.dossier.pk, by=story.person))
    story.do(verify_ink, signed.pk, by=officer, confirmed=True, note="Aynıdır.")
    story.do(upload_countersigned, signed.pk, by=officer, received=here.received())
    here.row = SignedAgreement.objects.get(pk=signed.pk)
    return here


def published(country: Country) -> AgreementVersion:
    """Have two persons publish version 2 of the agreement."""
    story, first = country.active, AgreementVersion.objects.get(kind=Kind.AGREEMENT, number=1)
    story.at = country.at
    day = legal_day(country.at) + timedelta(days=60)
    arguments = {"template": "agreement_v2", "effective_on": day.isoformat()}
    decided(story, "contracts.publish_version", AgreementVersion, first.pk, **arguments)
    return AgreementVersion.objects.get(kind=Kind.AGREEMENT, number=2)


@scene("version", "newest", "older", "renewed")
def _(country: Country, state: str) -> Scene:
    row = AgreementVersion.objects.get(kind=Kind.AGREEMENT)
    if state != "newest":
        second = published(country)
        campaigns.run_waiting(country.at)
        row = second if state == "renewed" else row
    return Scene(AgreementVersion.objects.get(pk=row.pk), country.active, country.at, country)


@scene("integrator to ask", "listed", "asked", "late", "ended")
def _(country: Country, state: str) -> Scene:
    version, at = published(country), country.at
    if state == "ended":
        _integrator(country, "ended")
    if state == "asked":
        campaigns.run_waiting(at)
    if state == "late":
        assert version.signing_term
        at = version.signing_term.due_at
    return Scene(country.active.integrator, country.active, at, country)


@scene("renewal", "running", "lapsed", "refused", "signed", "ended")
def _(country: Country, state: str) -> Scene:
    story, officer = country.active, country.people["officer"]
    published(country)
    campaigns.run_waiting(country.at)
    renewal = Renewal.objects.get()
    here = Scene(renewal, story, country.at, country)
    story.at = country.at
    if state in {"refused", "signed"}:
        signed = _ink(here, story.do(request_copy, renewal.dossier.pk, by=story.person))
        if state == "refused":
            story.do(verify_ink, signed.pk, by=officer, confirmed=False, note="Okunmuyor.")
    if state == "ended":
        _integrator(country, "ended")
    if state not in {"running", "ended"}:
        here.at = story.at = renewal.deadline.due_at
        sweep(here.at)
    here.row = Renewal.objects.get()
    return here
