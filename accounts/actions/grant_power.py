"""Two administrators make a person approver or administrator."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from accounts.conditions import free_of_mandates, is_active
from accounts.models import Role, RoleGrant, User
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience

if TYPE_CHECKING:
    from ledger.models import Proposal

ACT = Act(
    "accounts.grant_power",
    _("Make approver or administrator"),
    done=_("Made approver or administrator"),
    audience=Audience.MINISTRY,
    two_persons=True,
)
SUBJECT = "accounts.User"
POWERS = (Role.APPROVER, Role.ADMINISTRATOR)


def obstacles(person: User, *, at: datetime, role: str | None = None) -> Iterator[Obstacle]:
    """Yield why a power cannot be given: held already, no such power, a closed account, a mandate of a firm."""
    if role is not None and role not in POWERS:
        yield Obstacle("not_a_power", _("Choose approver or administrator."), field="role")
    if role in person.roles:
        yield Obstacle("held", _("The person holds this role already."), field="role")
    yield from is_active(person)
    yield from free_of_mandates(person)


def preview(person: User, *, at: datetime, role: str) -> dict[str, Any]:
    """Return who would get which role, and which ones they hold."""
    return {"person": person.email, "role": role, "holds": sorted(person.roles)}


def grant_power(
    person_id: int, *, by: User, at: datetime, role: str, proposal: Proposal | None = None, seen: int | None = None
) -> RoleGrant:
    """Make a person approver or administrator, as a second administrator approved.

    Raises:
        NotAllowed: no administrator, or oneself. Refused: no approved proposal, held already, acts for a firm.
    """
    with acting():
        person = lock(User, person_id)
        refuse(ACT, person, obstacles(person, at=at, role=role), by=by, seen=seen, proposal=proposal)
        grant = RoleGrant.objects.create(person=person, role=role, granted_at=at)
        person.forget_roles()
        record(ACT, person, by=by, at=at, facts={"role": role, "grant": grant.pk})
    return grant
