from datetime import timedelta

import pytest

from accounts.actions.end_role import end_role
from accounts.actions.grant_power import grant_power
from accounts.actions.grant_role import grant_role
from accounts.actions.name_administrator import name_administrator
from accounts.models import Role, RoleGrant, User
from ledger.actions.approve import approve
from ledger.actions.decline import decline
from ledger.actions.propose import propose
from ledger.acts import Rule, may
from ledger.errors import NotAllowed, Refused
from ledger.verification import verify

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
INSTALLER = Rule("bootstrap")


def proposed(person: User, by: User, at, role=Role.APPROVER):
    return propose("accounts.grant_power", User, person.pk, by=by, at=at, arguments={"role": role.value})


def test_one_administrator_gives_a_lesser_role(administrator, officer, at):
    assert "inspector" not in officer.roles
    grant_role(officer.pk, by=administrator, at=at, role="inspector")
    officer.refresh_from_db()
    assert officer.roles == {"officer", "inspector"}
    step = officer.dossier.steps.get()
    assert (step.act, step.by, step.facts["role"]) == ("accounts.grant_role", administrator, "inspector")
    assert list(verify()) == []


@pytest.mark.parametrize("role", ["approver", "administrator", "king"])
def test_no_administrator_gives_power_alone(administrator, officer, at, role):
    with pytest.raises(Refused) as refused:
        grant_role(officer.pk, by=administrator, at=at, role=role)
    assert refused.value.codes == {"not_a_lesser_role"}


def test_a_role_is_not_given_twice_nor_to_a_closed_account_nor_beside_a_mandate(
    administrator, compliance, firm, officer, at
):
    with pytest.raises(Refused) as twice:
        grant_role(officer.pk, by=administrator, at=at, role="officer")
    assert twice.value.codes == {"held"}
    compliance.is_active = False
    compliance.save()
    with pytest.raises(Refused) as both:
        grant_role(compliance.pk, by=administrator, at=at, role="auditor")
    assert both.value.codes == {"inactive", "holds_mandate"}


@pytest.mark.parametrize("who", ["officer", "approver", "inspector", "auditor", "compliance"])
def test_only_administrators_give_and_end_roles(request, second_officer, at, who):
    person = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        grant_role(second_officer.pk, by=person, at=at, role="auditor")
    with pytest.raises(NotAllowed):
        end_role(second_officer.pk, by=person, at=at, role="officer")
    with pytest.raises(NotAllowed):
        proposed(second_officer, person, at)


def test_nobody_gives_a_role_to_themselves(administrator, second_administrator, at):
    with pytest.raises(NotAllowed):
        grant_role(administrator.pk, by=administrator, at=at, role="officer")
    with pytest.raises(NotAllowed):
        proposed(administrator, administrator, at)
    proposal = proposed(administrator, second_administrator, at)
    with pytest.raises(NotAllowed):
        approve(proposal.pk, by=administrator, at=at)


def test_a_superuser_has_no_bypass(officer, at):
    officer.is_superuser = True
    officer.save()
    assert not may(officer, "accounts.grant_role", officer)


def test_power_takes_two_administrators(administrator, second_administrator, officer, at):
    with pytest.raises(Refused) as alone:
        grant_power(officer.pk, by=administrator, at=at, role="approver")
    assert alone.value.codes == {"second_person"}
    proposal = proposed(officer, administrator, at)
    assert proposal.preview == {"person": officer.email, "role": "approver", "holds": ["officer"]}
    with pytest.raises(Refused) as own:
        approve(proposal.pk, by=administrator, at=at)
    assert own.value.codes == {"own_proposal"}
    approve(proposal.pk, by=second_administrator, at=at)
    assert User.objects.get(pk=officer.pk).roles == {"officer", "approver"}


def test_what_changed_since_the_proposal_is_seen(administrator, second_administrator, officer, at):
    proposal = proposed(officer, administrator, at)
    grant_role(officer.pk, by=administrator, at=at, role="auditor")
    with pytest.raises(Refused) as refused:
        approve(proposal.pk, by=second_administrator, at=at)
    assert refused.value.codes == {"facts_changed"}


def test_a_declined_power_is_not_given(administrator, second_administrator, officer, at):
    proposal = proposed(officer, administrator, at, Role.ADMINISTRATOR)
    decline(proposal.pk, by=second_administrator, at=at, reason="Gerek yok")
    assert User.objects.get(pk=officer.pk).roles == {"officer"}


@pytest.mark.parametrize("role", ["officer", "king"])
def test_only_the_two_powers_are_proposed(administrator, second_officer, at, role):
    with pytest.raises(Refused) as refused:
        propose("accounts.grant_power", User, second_officer.pk, by=administrator, at=at, arguments={"role": role})
    assert "not_a_power" in refused.value.codes


def test_the_last_administrator_stays(administrator, second_administrator, at):
    end_role(administrator.pk, by=administrator, at=at, role="administrator")
    assert administrator.roles == frozenset()
    with pytest.raises(Refused) as refused:
        end_role(second_administrator.pk, by=second_administrator, at=at, role="administrator")
    assert refused.value.codes == {"last_administrator"}
    assert not may(administrator, "accounts.end_role", second_administrator)


def test_an_ended_role_stays_in_the_history_and_can_be_given_anew(administrator, officer, at):
    end_role(officer.pk, by=administrator, at=at, role="officer")
    with pytest.raises(Refused) as refused:
        end_role(officer.pk, by=administrator, at=at, role="officer")
    assert refused.value.codes == {"not_held"}
    grant_role(officer.pk, by=administrator, at=at + timedelta(days=1), role="officer")
    assert RoleGrant.objects.filter(person=officer, role="officer").count() == 2


def test_the_installer_names_two_administrators_and_no_third(officer, second_officer, inspector, at):
    for person in (officer, second_officer):
        name_administrator(person.pk, by=INSTALLER, at=at)
    with pytest.raises(Refused) as refused:
        name_administrator(inspector.pk, by=INSTALLER, at=at)
    assert refused.value.codes == {"two_exist"}
    assert officer.dossier.steps.get().rule == "bootstrap"


def test_no_person_and_no_other_rule_is_the_installer(officer, administrator, at):
    for actor in (administrator, Rule("sweeper")):
        with pytest.raises(NotAllowed):
            name_administrator(officer.pk, by=actor, at=at)


def test_the_installer_names_nobody_twice(officer, at):
    name_administrator(officer.pk, by=INSTALLER, at=at)
    with pytest.raises(Refused) as refused:
        name_administrator(officer.pk, by=INSTALLER, at=at)
    assert refused.value.codes == {"held"}
