"""`manage.py bootstrap`: an empty production start with two administrators."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.tokens import default_token_generator
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import Role, User
from law.clock import now
from operations.first_start import administrator, furnish


class Command(BaseCommand):
    """Load holidays, policies, requirements and the agreement, and name two administrators."""

    help = "Make an empty start: holidays, policies, requirement set, agreement, two administrators."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take exactly two administrators, for each would be alone otherwise."""
        parser.add_argument("--administrator", nargs=2, action="append", metavar=("E-MAIL", "NAME"), required=True)

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Furnish, name, and print the links by which the two choose their passwords."""
        named = options["administrator"]
        if len({email.lower() for email, _name in named}) != 2:
            raise CommandError("name exactly two different administrators")
        if User.objects.filter(role_grants__role=Role.ADMINISTRATOR, role_grants__ended_at=None).exists():
            raise CommandError("this installation has administrators already")
        furnish(now())
        for email, name in named:
            person = administrator(email, name, at=now())
            self.stdout.write(f"{email}: {password_link(person)}")


def password_link(person: User) -> str:
    """Return the one-time address at which a person chooses a password."""
    adapter = get_adapter()
    from allauth.account.utils import user_pk_to_url_str  # noqa: PLC0415

    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    link: str = adapter.get_reset_password_from_key_url(key)
    return link
