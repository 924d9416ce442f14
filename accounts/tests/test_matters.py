"""Whose matter it is: taken on from the worklist, handed over, given back."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions.end_role import end_role
from accounts.models import Role
from accounts.tests.sign_in import signed_in
from ledger.actions.hand_over import hand_over
from ledger.actions.take_on import take_on
from ledger.errors import NotAllowed, Refused
from ledger.models import Audience, Dossier

pytestmark = pytest.mark.django_db


@pytest.fixture
def matter(firm):
    return firm.dossier


def handler(matter):
    return Dossier.objects.get(pk=matter.pk).handler


def test_whoever_is_first_has_it_and_the_second_is_told_who(matter, officer, second_officer, at):
    take_on(matter.pk, by=officer, at=at)
    with pytest.raises(Refused) as refused:
        take_on(matter.pk, by=second_officer, at=at)
    assert str(officer) in str(refused.value.obstacles[0].message)
    assert handler(matter) == officer


def test_it_is_handed_over_and_given_back(matter, officer, second_officer, at):
    take_on(matter.pk, by=officer, at=at)
    hand_over(matter.pk, by=officer, at=at, to=second_officer)
    assert handler(matter) == second_officer
    hand_over(matter.pk, by=second_officer, at=at, to=None)
    assert handler(matter) is None


def test_only_an_approver_takes_it_from_somebody_else(matter, officer, second_officer, approver, inspector, at):
    take_on(matter.pk, by=officer, at=at)
    with pytest.raises(NotAllowed):
        hand_over(matter.pk, by=second_officer, at=at, to=second_officer)
    with pytest.raises(Refused) as refused:
        hand_over(matter.pk, by=approver, at=at, to=inspector)
    assert refused.value.codes == {"not_at_the_desk"}
    hand_over(matter.pk, by=approver, at=at, to=second_officer)
    assert handler(matter) == second_officer


def test_whoever_left_the_desk_has_nothing(matter, officer, second_officer, administrator, at):
    take_on(matter.pk, by=officer, at=at)
    end_role(officer.pk, by=administrator, at=at, role=Role.OFFICER)
    take_on(matter.pk, by=second_officer, at=at)
    assert handler(matter) == second_officer


def test_the_firm_reads_nothing_of_it_and_the_history_names_keys_only(matter, officer, second_officer, at):
    take_on(matter.pk, by=officer, at=at)
    hand_over(matter.pk, by=officer, at=at, to=second_officer)
    steps = list(matter.steps.order_by("-n")[:2])
    assert [step.audience for step in steps] == [Audience.MINISTRY] * 2
    assert steps[0].facts == {"from": officer.pk, "to": second_officer.pk}


def test_by_form(matter, officer, second_officer):
    client, address = signed_in(Client(), officer), reverse("desk_assign", args=[matter.number])
    page = client.get(address).content.decode()
    assert str(second_officer) in page
    assert client.post(address, {"to": second_officer.pk, "seen": matter.head_n}).status_code == 302
    assert handler(matter) == second_officer
    assert client.get(address).status_code == 404, "it is somebody else's now"


def test_from_the_worklist_and_back_to_the_same_part_of_it(matter, officer):
    answer = signed_in(Client(), officer).post(reverse("desk_take_on") + "?kimde=bos", {"dossier": matter.number})
    assert answer.headers["Location"] == reverse("desk") + "?kimde=bos"
    assert handler(matter) == officer
