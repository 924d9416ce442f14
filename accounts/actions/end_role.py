"""An administrator ends a role."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, RoleGrant, User
from ledger.acts import Act, acting, lock, lock_dossiers, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience

ACT = Act(
    "accounts.end_role",
    _("End a role"),
    follows=_("The person loses this role at once."),
    done=_("Role ended"),
    audience=Audience.MINISTRY,
)


def obstacles(person: User, *, at: datetime, role: str | None = None) -> Iterator[Obstacle]:
    """Yield why a role cannot be ended: not held, or the last administrator's."""
    if role is None:
        return
    if role not in person.roles:
        yield Obstacle("not_held", _("The person does not hold this role."), field="role")
    elif role == Role.ADMINISTRATOR and not _administrators().exclude(person=person).exists():
        message = _("This is the last administrator. Name another one first.")
        yield Obstacle("last_administrator", message, field="role")


def end_role(person_id: int, *, by: User, at: datetime, role: str, seen: int | None = None) -> RoleGrant:
    """End a role of a person, one's own included; it stays in the history from–until.

    Raises:
        NotAllowed: no administrator. Refused: not held; the last administrator.
    """
    with acting():
        _lock_administrators(person_id)
        person = lock(User, person_id)
        refuse(ACT, person, obstacles(person, at=at, role=role), by=by, seen=seen)
        grant = RoleGrant.objects.get(person=person, role=role, ended_at=None)
        grant.ended_at = at
        grant.save()
        for known in (person, by):
            known.forget_roles()
        record(ACT, person, by=by, at=at, facts={"role": role, "grant": grant.pk})
    return grant


def _lock_administrators(person_id: int) -> None:
    """Lock every administrator's dossier, so that the last two cannot end each other at one moment."""
    ids = User.objects.filter(role_grants__in=_administrators()).values_list("dossier_id", flat=True)
    lock_dossiers([*ids, *User.objects.filter(pk=person_id).values_list("dossier_id", flat=True)])


def _administrators() -> models.QuerySet[RoleGrant]:
    return RoleGrant.objects.filter(role=Role.ADMINISTRATOR, ended_at=None, person__is_active=True)
