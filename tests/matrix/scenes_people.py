"""Firms, their people, the ministry's people, policies and calendar in every state."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from accounts.actions.accept_invitation import accept_invitation
from accounts.actions.end_firm import ACT as END_FIRM
from accounts.actions.end_mandate import end_mandate
from accounts.actions.end_role import end_role
from accounts.actions.end_signatory import end_signatory
from accounts.actions.invite import invite
from accounts.models import Firm, KepAddress, Mandate, Role
from law.clock import legal_day
from ledger.models import Dossier
from operations.demo.identities import identity_number
from policies.files import CALENDAR, file_of
from tests.matrix.country import Country
from tests.matrix.stage import PAPER, SCENES, Scene, decided, papered, scene


@scene("firm", "live", "applying", "under review", "integrator", "ended")
def _(country: Country, state: str) -> Scene:
    story = {"applying": country.draft, "under review": country.asked, "integrator": country.active}.get(state)
    story = story or country.plain
    story.at = country.at
    papered(story)
    if state == "ended":
        decided(story, END_FIRM.name, Firm, story.firm.pk, document=PAPER)
    return Scene(Firm.objects.get(pk=story.firm.pk), story, country.at, country)


@scene("mandate", "live", "ended")
def _(country: Country, state: str) -> Scene:
    """A colleague's, beside that of the person who acts for the firm in these tests."""
    story = country.plain
    story.at = country.at
    papered(story)
    colleague = country.people["nobody"]
    invitation = story.do(invite, story.firm.pk, by=story.person, email=colleague.email)
    story.do(accept_invitation, invitation.pk, by=colleague)
    row = Mandate.objects.get(person=colleague, firm=story.firm)
    if state == "ended":
        story.do(end_mandate, row.pk, by=story.person)
        row.refresh_from_db()
    return Scene(row, story, country.at, country)


@scene("signatory", "live", "ended")
def _(country: Country, state: str) -> Scene:
    story = country.plain
    story.at = country.at
    row = story.firm.signatories.get()
    if state == "ended":
        story.do(end_signatory, row.pk, by=story.person, until_on=legal_day(country.at))
        row.refresh_from_db()
    return Scene(row, story, country.at, country)


@scene("invitation", "open", "accepted", "expired")
def _(country: Country, state: str) -> Scene:
    story, at = country.plain, country.at
    story.at = at
    row = story.do(invite, story.firm.pk, by=story.person, email=country.people["nobody"].email)
    if state == "accepted":
        story.do(accept_invitation, row.pk, by=country.people["nobody"])
        row.refresh_from_db()
    if state == "expired":
        at += timedelta(days=7)
    return Scene(row, story, at, country)


@scene("KEP address", "in force", "former")
def _(country: Country, state: str) -> Scene:
    firm = country.plain.firm
    if state == "former":
        KepAddress.objects.create(firm=firm, address="eski@hs01.kep.tr", from_at=country.at, until_at=country.at)
    row = firm.kep_addresses.filter(until_at__isnull=state == "in force").get()
    return Scene(row, country.plain, country.at, country)


@scene("person", "newcomer", "officer", "of a firm", "administrator", "newcomer, one administrator")
def _(country: Country, state: str) -> Scene:
    people = {"officer": country.world.second_officer, "administrator": country.people["administrator"]}
    row = people.get(state) or (country.plain.person if state == "of a firm" else country.people["ended"])
    if state.endswith("one administrator"):
        second = country.world.second_administrator
        end_role(second.pk, by=country.actor("administrator"), at=country.at, role=Role.ADMINISTRATOR)
    row.refresh_from_db()
    return Scene(row, country.plain, country.at, country)


@scene("signatory of the ministry", "with authority", "without")
def _(country: Country, state: str) -> Scene:
    row = country.people["approver" if state == "without" else "signatory"]
    return Scene(row, country.plain, country.at, country)


@scene("policy file", "of a policy")
def _(country: Country, state: str) -> Scene:
    return Scene(file_of("finding.security_hours", at=country.at), country.plain, country.at, country)


@scene("file", "of a firm", "of policies", "of an application", "of a person")
def _(country: Country, state: str) -> Scene:
    rows: dict[str, Any] = {
        "of a firm": country.plain.firm,
        "of policies": file_of(CALENDAR, at=country.at),
        "of an application": country.asked.application,
        "of a person": country.people["officer"],
    }
    return Scene(rows[state].dossier, country.plain, country.at, country)


@scene("matter", "free", "an officer's", "an approver's", "a former officer's", "draft", "closed")
def _(country: Country, state: str) -> Scene:
    of = SCENES["application"][{"draft": "draft", "closed": "withdrawn"}.get(state, "under_review")](country)
    handlers = {"an officer's": "officer", "an approver's": "approver", "a former officer's": "nobody"}
    row = Dossier.objects.get(pk=of.row.dossier_id)
    row.handler = country.people[handlers[state]] if state in handlers else None
    row.save(update_fields=["handler"])
    return Scene(row, of.story, of.at, country)


@scene("calendar", "as loaded")
def _(country: Country, state: str) -> Scene:
    return Scene(file_of(CALENDAR, at=country.at), country.plain, country.at, country)


def new_identity(country: Country) -> str:
    """Return an identity number that nobody has yet."""
    return identity_number(country.world.rng)
