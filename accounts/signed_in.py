"""Who comes: the person of a session, with everything that each request must know of them, in one question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from accounts.permissions import acts_for
from accounts.second_factor import FACTORS, has_second_factor
from law.clock import now
from ledger.kept import generation
from ledger.models import Generation
from ledger.reading import answered


class SignedIn(AuthenticationBackend):
    """Reads the person with roles, firms and second factor; what only a look may keep is kept for that look."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the person of a session, or None where there is none any more, or none who may sign in."""
        rows: list[Any] = list(_rows(user_id))
        if not rows or not self.user_can_authenticate(rows[0]):
            return None
        person: User = rows[0]
        person.roles = frozenset(_each(rows, "held_role"))
        answered(acts_for, person, answer=frozenset(_each(rows, "own_firm")))
        answered(has_second_factor, person, answer=rows[0].factor)
        answered(generation, answer=rows[0].generation or "")
        return person


def _rows(user_id: Any) -> QuerySet[Any]:
    """Return the person once for each role and each firm it acts for."""
    mandates = Q(mandates__until_at=None, mandates__from_at__lte=now())
    people = User.objects.filter(pk=user_id).alias(
        held=FilteredRelation("role_grants", condition=Q(role_grants__ended_at=None)),
        mandated=FilteredRelation("mandates", condition=mandates),
        standing=FilteredRelation("mandated__firm", condition=Q(mandated__firm__ended_at=None)),
    )
    return people.annotate(
        held_role=F("held__role"),
        own_firm=F("standing__pk"),
        factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)),
        generation=Subquery(Generation.objects.values("token")[:1]),
    )


def _each(rows: Sequence[Any], name: str) -> set[Any]:
    return {getattr(row, name) for row in rows} - {None}
