import pytest

from accounts.actions.end_role import end_role
from accounts.models import Role, RoleGrant
from conftest import T0, person
from ledger.errors import Refused, TryLater
from tests.races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engine]


@pytest.mark.parametrize("_round", range(10))
def test_the_last_two_administrators_cannot_end_each_other(_round):
    one, two = (person(name, Role.ADMINISTRATOR) for name in ("Bir Yönetici", "İki Yönetici"))
    assert one.roles == two.roles == {"administrator"}  # as the request read them, before any lock
    outcomes = at_once(
        lambda: end_role(two.pk, by=one, at=T0, role="administrator"),
        lambda: end_role(one.pk, by=two, at=T0, role="administrator"),
    )
    assert sum(isinstance(it, RoleGrant) for it in outcomes) == 1, outcomes
    assert all(isinstance(it, RoleGrant | Refused | TryLater) for it in outcomes), outcomes
    assert RoleGrant.objects.filter(role=Role.ADMINISTRATOR, ended_at=None).count() == 1
