"""An administrator gives a person of the ministry a role that decides nothing alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.conditions import free_of_mandates, is_active
from accounts.models import Role, RoleGrant, User
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience

ACT = Act("accounts.grant_role", _("Give a role"), done=_("Role given"), audience=Audience.MINISTRY)
LESSER = (Role.OFFICER, Role.INSPECTOR, Role.AUDITOR)


def obstacles(person: User, *, at: datetime, role: str | None = None) -> Iterator[Obstacle]:
    """Yield why a role cannot be given: held already, one of power, a closed account, a mandate of a firm."""
    if role is not None and role not in LESSER:
        message = _("This role is given by two persons, or there is no such role.")
        yield Obstacle("not_a_lesser_role", message, field="role")
    if role in person.roles:
        yield Obstacle("held", _("The person holds this role already."), field="role")
    yield from is_active(person)
    yield from free_of_mandates(person)


def grant_role(person_id: int, *, by: User, at: datetime, role: str, seen: int | None = None) -> RoleGrant:
    """Give a person the role of officer, inspector or auditor.

    Raises:
        NotAllowed: no administrator, or oneself. Refused: held already, closed account, acts for a firm.
    """
    with acting():
        person = lock(User, person_id)
        refuse(ACT, person, obstacles(person, at=at, role=role), by=by, seen=seen)
        grant = RoleGrant.objects.create(person=person, role=role, granted_at=at)
        person.forget_roles()
        record(ACT, person, by=by, at=at, facts={"role": role, "grant": grant.pk})
    return grant
