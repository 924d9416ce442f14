"""Who may do what with people and firms; the predicates that every room builds its permissions from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rules.permissions import add_perm
from rules.predicates import Predicate, predicate

from accounts.models import Firm, Mandate, Role
from law.clock import now

if TYPE_CHECKING:
    from accounts.models import User


def has_role(*roles: Role) -> Predicate:
    """Return the predicate: the person holds one of these roles."""

    def holds(person: User) -> bool:
        return bool(person.roles & set(roles))

    return Predicate(holds, name="is_" + "_or_".join(role.value for role in roles))


is_officer = has_role(Role.OFFICER)
is_inspector = has_role(Role.INSPECTOR)
is_approver = has_role(Role.APPROVER)
is_administrator = has_role(Role.ADMINISTRATOR)
is_auditor = has_role(Role.AUDITOR)
is_ministry = has_role(*Role)
is_desk = has_role(Role.OFFICER, Role.APPROVER)


def firm_of(row: Any) -> Firm | None:
    """Return the firm that a row belongs to."""
    if row is None or isinstance(row, Firm):
        return row
    return getattr(row, "firm", None) or getattr(row.dossier, "firm", None)


@predicate
def acts_for_firm(person: User, row: Any) -> bool:
    """The person holds a live mandate of the row's firm."""
    firm = firm_of(row)
    if firm is None:
        return False
    live = Mandate.objects.filter(person=person, firm=firm, until_at=None, from_at__lte=now(), firm__ended_at=None)
    return live.exists()


@predicate
def holds_no_role(person: User) -> bool:
    """People of the ministry do not act for firms."""
    return not person.roles


add_perm("accounts.register_firm", holds_no_role)
add_perm("accounts.see_firm", is_ministry | acts_for_firm)
add_perm("accounts.see_people", is_administrator | is_auditor)
add_perm("ledger.see_history", is_ministry)
