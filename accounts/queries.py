"""Lists of people and firms."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import Firm, Invitation, Role, RoleGrant, User
from accounts.turkish import search_key

if TYPE_CHECKING:
    from ledger.guarded import Guarded


def people_of_the_ministry(search: str = "") -> QuerySet[User, User]:
    """Return who holds or held a role or accepted an invitation to the desk; a search by address finds anyone."""
    known = Q(role_grants__isnull=False) | Q(accepted_invitations__firm=None, accepted_invitations__isnull=False)
    people = User.objects.filter(Q(email=search.strip().lower()) if search.strip() else known).distinct()
    grants = RoleGrant.objects.filter(ended_at=None).order_by("role")
    return people.prefetch_related(Prefetch("role_grants", queryset=grants, to_attr="held")).order_by(
        "name_order", "pk"
    )


def people_of_the_desk() -> QuerySet[User, User]:
    """Return who works at the desk now: officers and approvers."""
    held = {"role_grants__ended_at": None, "role_grants__role__in": (Role.OFFICER, Role.APPROVER)}
    return User.objects.filter(is_active=True, **held).distinct().order_by("name_order", "pk")


def open_invitations(at: datetime) -> Guarded[Invitation]:
    """Return the invitations to the desk that wait for an answer."""
    return Invitation.objects.filter(firm=None, accepted_at=None, expires_at__gt=at).order_by("invited_at")


def firms(search: str = "") -> Guarded[Firm]:
    """Return firms whose name contains the search, whatever its case and dots, or whose tax number it is."""
    found = Firm.objects.select_related("dossier")
    key = search_key(search)
    return found.filter(Q(name_key__contains=key) | Q(vkn=key)) if key else found


def firms_of(person: User) -> Guarded[Firm]:
    """Return the living firms that a person acts for."""
    acts_for = Q(mandates__person=person, mandates__until_at=None)
    return Firm.objects.filter(acts_for, ended_at=None).select_related("dossier")
