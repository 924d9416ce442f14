"""What an installation needs before its first day: holidays, policies, requirements, the agreement, administrators."""

from __future__ import annotations

from datetime import date, datetime

from accounts.models import Role, RoleGrant, User
from contracts.loading import load_first_version
from ledger.models import DossierKind
from ledger.numbers import open_dossier
from policies.catalogue import CATALOGUE
from policies.loading import load_years
from policies.models import Policy
from registry.requirements import load_requirement_set

FIRST_YEAR, LAST_YEAR = 2018, 2035
CIRCULAR_DAY = date(2018, 1, 1)


def furnish(at: datetime) -> None:
    """Store what every installation begins with. Repeating it changes nothing."""
    load_years(FIRST_YEAR, LAST_YEAR, at=at)
    load_requirement_set(at)
    load_first_version(at)


def administrator(email: str, name: str, *, at: datetime) -> User:
    """Make one of the first two administrators; every later one is granted by two persons."""
    person = User.objects.create_user(email, None, full_name=name)
    RoleGrant.objects.create(person=person, role=Role.ADMINISTRATOR, granted_at=at)
    return person
