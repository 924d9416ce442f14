"""The installer names administrators until there are two; from then on two persons name the next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.conditions import free_of_mandates, is_active
from accounts.models import Role, RoleGrant, User
from ledger.acts import Act, Rule, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience

ACT = Act(
    "accounts.name_administrator",
    _("Named administrator by the installer"),
    audience=Audience.MINISTRY,
    rules=frozenset({"bootstrap"}),
)


def obstacles(person: User, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why the installer cannot name: two administrators exist, held already, a mandate, a closed account."""
    held = RoleGrant.objects.filter(role=Role.ADMINISTRATOR, ended_at=None, person__is_active=True)
    if held.count() >= 2:
        yield Obstacle("two_exist", _("There are two administrators; they name the next."))
    if Role.ADMINISTRATOR in person.roles:
        yield Obstacle("held", _("The person holds this role already."))
    yield from is_active(person)
    yield from free_of_mandates(person)


def name_administrator(person_id: int, *, by: Rule, at: datetime) -> RoleGrant:
    """Make a person administrator while there are fewer than two.

    Raises:
        Refused: two exist, held already, acts for a firm.
    """
    with acting():
        person = lock(User, person_id)
        refuse(ACT, person, obstacles(person, at=at), by=by)
        grant = RoleGrant.objects.create(person=person, role=Role.ADMINISTRATOR, granted_at=at)
        person.forget_roles()
        record(ACT, person, by=by, at=at, facts={"role": Role.ADMINISTRATOR, "grant": grant.pk})
    return grant
