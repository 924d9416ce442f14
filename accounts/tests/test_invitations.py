import re
from datetime import timedelta

import pytest
from django.test import Client

from accounts.actions.accept_invitation import accept_invitation
from accounts.actions.grant_role import grant_role
from accounts.actions.invite import invite
from accounts.actions.invite_person import invite_person
from accounts.invitations import token_digest
from accounts.models import Firm, Invitation, Mail, User
from law.clock import moved
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from ledger.acts import may
from ledger.errors import NotAllowed, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def colleague(db):
    return User.objects.create_user("yeni@ornek.invalid", "parola-parola-1", full_name="Yeni Kişi")


def token_of(mail: Mail) -> str:
    found = re.search(r"/hesap/davet/([^/]+)/", mail.body)
    assert found
    return found[1]


def test_a_colleague_is_invited_by_e_mail_and_then_acts_for_the_firm(firm, compliance, colleague, at):
    invitation = invite(firm.pk, by=compliance, at=at, email=" Yeni@ornek.invalid ")
    mail = Mail.objects.get()
    assert (mail.to, invitation.token_digest) == (colleague.email, token_digest(token_of(mail)))
    assert not may(colleague, "accounts.see_firm", firm)
    accept_invitation(invitation.pk, by=colleague, at=at)
    assert may(colleague, "accounts.see_firm", firm)
    assert [step.act for step in firm.dossier.steps.all()][1:] == ["accounts.invite", "accounts.accept_invitation"]
    with pytest.raises(Refused) as again:
        accept_invitation(invitation.pk, by=colleague, at=at)
    assert again.value.codes == {"accepted", "holds_mandate"}


def test_the_link_is_no_longer_good_after_seven_days(firm, compliance, colleague, at):
    invitation = invite(firm.pk, by=compliance, at=at, email=colleague.email)
    with pytest.raises(Refused) as refused:
        accept_invitation(invitation.pk, by=colleague, at=at + timedelta(days=7))
    assert refused.value.codes == {"expired"}
    invite(firm.pk, by=compliance, at=at + timedelta(days=7), email=colleague.email)
    assert Invitation.objects.count() == 2


def test_somebody_else_cannot_use_the_link(firm, compliance, outsider, officer, at):
    invitation = invite(firm.pk, by=compliance, at=at, email="yeni@ornek.invalid")
    with pytest.raises(Refused) as other:
        accept_invitation(invitation.pk, by=outsider, at=at)
    assert other.value.codes == {"other_address"}
    with pytest.raises(Refused) as ministry:
        accept_invitation(invitation.pk, by=officer, at=at)
    assert ministry.value.codes == {"other_address", "holds_role"}


@pytest.mark.parametrize(
    ("email", "code"), [("kimse", "bad_email"), ("ufuk.uyum@ornek.invalid", "holds_mandate"), ("", "bad_email")]
)
def test_a_bad_address_is_refused_at_its_field(firm, compliance, at, email, code):
    with pytest.raises(Refused) as refused:
        invite(firm.pk, by=compliance, at=at, email=email)
    assert [(o.code, o.field) for o in refused.value.obstacles] == [(code, "email")]


def test_only_an_open_link_opens_an_account(firm, compliance, at):
    invite(firm.pk, by=compliance, at=at, email="yeni@ornek.invalid")
    link, client = f"/hesap/davet/{token_of(Mail.objects.get())}/", Client()
    with moved(at + timedelta(days=7)):
        answer = client.get(link)
        assert answer.status_code == 200
        assert client.post(link).status_code == 200
        assert "account_verified_email" not in client.session
    with moved(at):
        assert client.get(link)["Location"].startswith("/hesap/signup/")
        assert client.session["account_verified_email"] == "yeni@ornek.invalid"


def test_the_link_of_a_firm_that_ended_opens_no_account(firm, officer, approver, papered, at):
    invite(firm.pk, by=officer, at=at, email="yeni@ornek.invalid")
    arguments = {"document": papered(firm.dossier)}
    approve(propose("accounts.end_firm", Firm, firm.pk, by=officer, at=at, arguments=arguments).pk, by=approver, at=at)
    client = Client()
    assert client.get(f"/hesap/davet/{token_of(Mail.objects.get())}/").status_code == 200
    assert "account_verified_email" not in client.session


def test_nobody_is_invited_twice_while_the_link_works(firm, compliance, at):
    invite(firm.pk, by=compliance, at=at, email="yeni@ornek.invalid")
    with pytest.raises(Refused) as refused:
        invite(firm.pk, by=compliance, at=at, email="YENI@ornek.invalid")
    assert refused.value.codes == {"invited"}


def test_strangers_invite_nobody_and_an_officer_mends_a_firm_without_people(firm, outsider, auditor, officer, at):
    for person in (outsider, auditor):
        with pytest.raises(NotAllowed):
            invite(firm.pk, by=person, at=at, email="yeni@ornek.invalid")
    assert invite(firm.pk, by=officer, at=at, email="yeni@ornek.invalid").firm == firm


def test_an_administrator_invites_to_the_desk_and_then_gives_a_role(administrator, colleague, at):
    invitation = invite_person(administrator.pk, by=administrator, at=at, email=colleague.email)
    with pytest.raises(Refused):
        invite_person(administrator.pk, by=administrator, at=at, email=colleague.email)
    accept_invitation(invitation.pk, by=colleague, at=at)
    grant_role(colleague.pk, by=administrator, at=at, role="officer")
    assert User.objects.get(pk=colleague.pk).roles == {"officer"}
    assert [step.act for step in administrator.dossier.steps.all()] == [
        "accounts.invite_person",
        "accounts.accept_invitation",
    ]


def test_somebody_who_acts_for_a_firm_is_not_taken_to_the_desk(administrator, firm, compliance, at):
    invitation = invite_person(administrator.pk, by=administrator, at=at, email=compliance.email)
    with pytest.raises(Refused) as refused:
        accept_invitation(invitation.pk, by=compliance, at=at)
    assert refused.value.codes == {"holds_mandate"}


def test_only_administrators_invite_to_the_desk_and_in_their_own_name(administrator, second_administrator, officer, at):
    for row, person in ((officer, officer), (second_administrator, administrator)):
        with pytest.raises(NotAllowed):
            invite_person(row.pk, by=person, at=at, email="yeni@ornek.invalid")
