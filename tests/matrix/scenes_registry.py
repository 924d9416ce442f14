"""Integrators, certificates and agreements in every state."""

from __future__ import annotations

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
from deadlines.sweeper import sweep
from law.clock import legal_day
from ledger.acts import Rule
from operations.demo.samples import certificate_fields
from operations.demo.story import Story
from policies.files import REQUIREMENTS, file_of
from registry.actions.accept_certificate import accept_certificate
from registry.actions.enter_certificate import enter_certificate
from registry.actions.lapse import lapse
from registry.actions.refuse_certificate import refuse_certificate
from registry.actions.verify_certificate import verify_certificate
from registry.lifecycle import CertificateStatus
from registry.models import Certificate, Integrator
from registry.requirements import FIRST, SHIPPED
from tests.matrix.country import NAME, Country
from tests.matrix.stage import LONG, Scene, decided, scene

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
    if state == "one more shipped":
        SHIPPED[FIRST + 1] = SHIPPED[FIRST][:-1]
    return Scene(file_of(REQUIREMENTS, at=country.at), country.plain, country.at, country)


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
