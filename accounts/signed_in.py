"""Who comes: the person of a session, with everything that each request must know of them, in one question."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.db import DEFAULT_DB_ALIAS
from django.db.models import (
    BigIntegerField,
    DateTimeField,
    Exists,
    F,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from accounts.models import User
from accounts.permissions import acts_for
from accounts.second_factor import FACTORS, has_second_factor
from law.clock import now
from ledger.kept import generation
from ledger.models import Generation
from ledger.prepared import Given, Prepared
from ledger.reading import answered

FIELDS = tuple(field.attname for field in User._meta.concrete_fields)


class SignedIn(AuthenticationBackend):
    """Reads the person with roles, firms and second factor; what only a look may keep is kept for that look."""

    def get_user(self, user_id: Any) -> User | None:
        """Return the person of a session, or None where there is none any more, or none who may sign in."""
        rows = list(_WHO.rows(person=user_id, at=now()))
        if not rows:
            return None
        *fields, factor, token, _role, _firm = rows[0]
        person = User.from_db(DEFAULT_DB_ALIAS, FIELDS, fields)
        if not self.user_can_authenticate(person):
            return None
        person.roles = frozenset(_each(rows, -2))
        answered(acts_for, person, answer=frozenset(_each(rows, -1)))
        answered(has_second_factor, person, answer=factor)
        answered(generation, answer=token or "")
        return person


def _question() -> QuerySet[User, Any]:
    """Return a person's columns, second factor and the token of what is kept, once for each role and each firm."""
    mandates = Q(mandates__until_at=None, mandates__from_at__lte=Given("at", DateTimeField()))
    people = User.objects.filter(pk=Given("person", BigIntegerField())).alias(
        held=FilteredRelation("role_grants", condition=Q(role_grants__ended_at=None)),
        mandated=FilteredRelation("mandates", condition=mandates),
        standing=FilteredRelation("mandated__firm", condition=Q(mandated__firm__ended_at=None)),
    )
    people = people.annotate(
        factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)),
        token=Subquery(Generation.objects.values("token")[:1]),
        held_role=F("held__role"),
        own_firm=F("standing__pk"),
    )
    return people.values_list(*FIELDS, "factor", "token", "held_role", "own_firm")


_WHO = Prepared(_question)


def _each(rows: Sequence[Sequence[Any]], place: int) -> set[Any]:
    return {row[place] for row in rows} - {None}
