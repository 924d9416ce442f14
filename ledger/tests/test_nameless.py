"""What was done for the ministry stays nameless for firms, whatever roles its author holds today."""

from datetime import timedelta

import pytest

from accounts.actions.change_address import change_address
from accounts.actions.end_role import end_role
from accounts.models import Role, RoleGrant
from ledger.actions.approve import approve
from ledger.timeline import lines, told_to

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def authors(firm) -> list[str]:
    return [str(line.who) for line in lines(firm.dossier, ministry=False)]


@pytest.mark.parametrize("days", [0, 3])
def test_a_former_officer_is_never_named_to_a_firm(firm, proposed, approver, administrator, compliance, at, days):
    approve(proposed("Bursa").pk, by=approver, at=at)
    before, when = authors(firm), at + timedelta(days=days)
    end_role(approver.pk, by=administrator, at=when, role=Role.APPROVER)
    approver.refresh_from_db()
    assert not approver.roles
    assert authors(firm) == before
    assert str(approver) not in {str(it.who) for it in told_to(compliance, firm.dossier.steps.all())}
    assert str(approver) in {str(it.who) for it in lines(firm.dossier, ministry=True)}


def test_what_was_done_for_a_firm_keeps_its_name_when_its_author_joins_the_ministry(firm, compliance, at):
    RoleGrant.objects.create(person=compliance, role=Role.OFFICER, granted_at=at + timedelta(days=1))
    assert authors(firm) == [str(compliance)]


def test_an_act_that_was_recorded_late_is_nameless_by_either_instant(firm, proposed, approver, at):
    approve(proposed("Bursa").pk, by=approver, at=at - timedelta(days=400))
    assert str(approver) not in authors(firm)


def test_a_firms_timeline_asks_as_often_however_long_it_is(firm, compliance, at, django_assert_num_queries):
    for n in range(5):
        change_address(firm.pk, by=compliance, at=at + timedelta(hours=n), text=f"Cadde {n}")
    with django_assert_num_queries(2):
        assert len(authors(firm)) == 6
