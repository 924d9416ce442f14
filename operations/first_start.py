"""What an installation needs before its first day: calendar, requirements, agreement, bodies, two administrators.

Policies need no row: what the catalogue marks as our default holds until two persons decide otherwise. Nothing is
published: before its first public event the list is derived and carries the sequence 0.
"""

from __future__ import annotations

from datetime import datetime

from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from accounts.actions.name_administrator import name_administrator
from accounts.models import User
from contracts.loading import load_first_versions
from ledger.acts import Rule
from policies.loading import load_years
from registry.bodies import load_bodies
from registry.requirements import load_requirement_set

FIRST_YEAR, LAST_YEAR = 2018, 2035
BOOTSTRAP = Rule("bootstrap")


def furnish(at: datetime) -> None:
    """Store what every installation begins with. Repeating it changes nothing."""
    load_years(FIRST_YEAR, LAST_YEAR, at=at)
    load_requirement_set(at)
    load_first_versions(at)
    load_bodies(at)


def administrator(email: str, name: str, *, at: datetime) -> User:
    """Make one of the first two administrators, without a password; every later one is named by two persons.

    The installer answers for the e-mail address, so it counts as confirmed.

    Raises:
        Refused: there are two already.
    """
    person = User.objects.create_user(email, None, full_name=name)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    name_administrator(person.pk, by=BOOTSTRAP, at=at)
    return person


def password_link(person: User) -> str:
    """Return the one-time address at which a person chooses a password; it works for three days."""
    key = PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    address = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})
    return f"{settings.SITE}{address}"
