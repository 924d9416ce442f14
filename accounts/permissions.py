"""Who may do what with people and firms; the predicates that every room builds its permissions from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rules.permissions import add_perm
from rules.predicates import Predicate, always_allow, predicate

from accounts.models import Firm, Mandate, Role
from law.clock import now
from ledger.acts import may
from ledger.handling import handles
from ledger.proposing import subject_of
from ledger.reading import once

if TYPE_CHECKING:
    from accounts.models import User
    from ledger.models import Proposal


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
    """Return the firm that a row belongs to; a dossier of the ministry's own belongs to none."""
    if row is None or isinstance(row, Firm):
        return row
    return getattr(row, "firm", None) or getattr(getattr(row, "dossier", None), "firm", None)


@predicate
def acts_for_firm(person: User, row: Any) -> bool:
    """The person holds a live mandate of the row's firm."""
    firm = firm_of(row)
    if firm is None or person.roles:  # people of the ministry hold no mandate
        return False
    return firm.pk in acts_for(person)


@once
def acts_for(person: User) -> frozenset[int]:
    """Return the ids of the firms of which the person holds a live mandate."""
    live = Mandate.objects.filter(person=person, until_at=None, from_at__lte=now(), firm__ended_at=None)
    return frozenset(live.values_list("firm", flat=True))


@predicate
def holds_no_role(person: User) -> bool:
    """People of the ministry do not act for firms."""
    return not person.roles


@predicate
def may_decide(person: User, proposal: Any) -> bool:
    """The person proposed it, or could be its first or second person."""
    return proposal is not None and is_one_of_two(person, proposal, subject_of(proposal))


def is_one_of_two(person: User, proposal: Proposal, row: Any) -> bool:
    """Tell whether the person proposed it, or could be its first or second person; `row` is what it is about."""
    mine = proposal.proposed_by_id == person.pk
    return mine or may(person, proposal.act, row) or may(person, f"{proposal.act}:propose", row)


@predicate
def is_no_draft(person: User, dossier: Any) -> bool:
    """The dossier, where one is asked about, is not still its firm's own."""
    return dossier is None or dossier.shown_at is not None


@predicate
def is_free(person: User, dossier: Any) -> bool:
    """Nobody else at the desk has the matter."""
    handler = getattr(dossier, "handler", None)
    return handler is None or handler == person or not handles(handler)


@predicate
def somebody_else(person: User, row: Any) -> bool:
    """Nobody gives a role to themselves."""
    return row is None or row.pk != person.pk


@predicate
def oneself(person: User, row: Any) -> bool:
    """The row is the person."""
    return row is not None and row.pk == person.pk


add_perm("accounts.see_people", is_administrator | is_auditor)
add_perm("accounts.grant_role", is_administrator & somebody_else)
add_perm("accounts.grant_power", is_administrator & somebody_else)
add_perm("accounts.grant_power:propose", is_administrator & somebody_else)
add_perm("accounts.end_role", is_administrator)
add_perm("accounts.invite_person", is_administrator & oneself)

add_perm("accounts.see_firm", is_ministry | acts_for_firm)
add_perm("accounts.act_for_firm", acts_for_firm)
add_perm("accounts.see_firms", is_ministry)
add_perm("accounts.register_firm", holds_no_role)
add_perm("accounts.invite", acts_for_firm | is_officer)
add_perm("accounts.accept_invitation", always_allow)
add_perm("accounts.end_mandate", acts_for_firm | is_officer)
add_perm("accounts.change_address", acts_for_firm | is_officer)
add_perm("accounts.change_kep", is_officer)
add_perm("accounts.rename_firm", is_officer)
add_perm("accounts.name_signatory", acts_for_firm | is_officer)
add_perm("accounts.end_signatory", acts_for_firm | is_officer)
for act in ("accounts.merge_firms", "accounts.end_firm"):
    add_perm(f"{act}:propose", is_desk)
    add_perm(act, is_approver)

add_perm("ledger.see_history", is_ministry)
add_perm("ledger.take_on", is_desk & is_no_draft)
add_perm("ledger.hand_over", is_desk & is_no_draft & (is_free | is_approver))
add_perm("ledger.see_proposals", is_ministry)
add_perm("ledger.decide", may_decide)
