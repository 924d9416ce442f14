"""An invitation stands with the mandate of whoever wrote it."""

import pytest
from django.test import Client

from accounts.actions.accept_invitation import accept_invitation
from accounts.actions.end_mandate import end_mandate
from accounts.actions.invite import invite
from accounts.firm_file import file_of_firm
from accounts.models import Mail, Role, RoleGrant
from accounts.tests.test_invitations import token_of
from conftest import person
from law.clock import moved
from ledger.errors import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def refusals(invitation, by, at):
    with pytest.raises(Refused) as refused:
        accept_invitation(invitation.pk, by=by, at=at)
    return refused.value.codes


def shown(firm, person, at):
    page = file_of_firm(firm, person, at, acts={}, view="", ministry=True)
    return [it.email for it in page["invitations"]]


@pytest.fixture
def newcomer(db):
    return person("Yeni Kişi")


def test_what_somebody_wrote_before_an_officer_ended_their_mandate_brings_nobody(
    firm, compliance, officer, newcomer, papered, at, day
):
    invitation = invite(firm.pk, by=compliance, at=at, email=newcomer.email)
    assert shown(firm, officer, at) == [newcomer.email]
    end_mandate(firm.mandates.get().pk, by=officer, at=day(1), document=papered(firm.dossier))
    assert refusals(invitation, newcomer, day(1)) == {"inviter_left"}
    assert not firm.mandates.filter(until_at=None).exists()
    assert shown(firm, officer, day(1)) == []
    client = Client()
    assert client.get(f"/hesap/davet/{token_of(Mail.objects.get())}/").status_code == 200
    assert "account_verified_email" not in client.session


def test_an_officer_invites_anew_in_place_of_a_void_invitation(firm, compliance, officer, newcomer, papered, at, day):
    invite(firm.pk, by=compliance, at=at, email=newcomer.email)
    end_mandate(firm.mandates.get().pk, by=officer, at=at, document=papered(firm.dossier))
    accept_invitation(invite(firm.pk, by=officer, at=day(1), email=newcomer.email).pk, by=newcomer, at=day(1))
    assert firm.mandates.get(until_at=None).person == newcomer


def test_a_later_mandate_of_its_author_revives_no_invitation(firm, compliance, officer, newcomer, papered, at, day):
    void = invite(firm.pk, by=compliance, at=at, email=newcomer.email)
    end_mandate(firm.mandates.get().pk, by=officer, at=day(1), document=papered(firm.dossier))
    accept_invitation(invite(firm.pk, by=officer, at=day(2), email=compliance.email).pk, by=compliance, at=day(2))
    assert refusals(void, newcomer, day(2)) == {"inviter_left"}
    with moved(day(2)):
        another = invite(firm.pk, by=compliance, at=day(2), email=newcomer.email)
    accept_invitation(another.pk, by=newcomer, at=day(2))
    assert firm.mandates.filter(person=newcomer, until_at=None).exists()


def test_what_an_officer_wrote_stands_without_their_role(firm, officer, newcomer, at, day):
    invitation = invite(firm.pk, by=officer, at=at, email=newcomer.email)
    grant = RoleGrant.objects.get(person=officer, role=Role.OFFICER)
    grant.ended_at = day(1)
    grant.save()
    accept_invitation(invitation.pk, by=newcomer, at=day(1))
    assert firm.mandates.filter(person=newcomer, until_at=None).exists()
