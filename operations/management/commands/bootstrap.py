"""`manage.py bootstrap`: an empty production start with two administrators."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from accounts.models import Role, User
from law.clock import now
from operations.first_start import administrator, furnish, password_link


class Command(BaseCommand):
    """Load holidays, requirements and the agreement, and name two administrators."""

    help = "Make an empty start: holidays, requirement set, agreement, two administrators."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take exactly two administrators, for one alone could name nobody."""
        parser.add_argument("--administrator", nargs=2, action="append", metavar=("E-MAIL", "NAME"), required=True)

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Furnish, name, and print the links by which the two choose their passwords."""
        named = {email.strip().lower(): name.strip() for email, name in options["administrator"]}
        if len(named) != 2 or len(options["administrator"]) != 2:
            raise CommandError("name exactly two different administrators")
        for email, name in named.items():
            _check(email, name)
        if User.objects.filter(role_grants__role=Role.ADMINISTRATOR).exists():
            raise CommandError("this installation had its first start already; two persons name the next administrator")
        at = now()
        furnish(at)
        for email, name in named.items():
            person = administrator(email, name, at=at)
            self.stdout.write(f"{person.email}: {password_link(person)}")
        self.stdout.write("Each link works once, for three days; the second factor is set up at the first sign-in.")


def _check(email: str, name: str) -> None:
    try:
        validate_email(email)
    except ValidationError:
        raise CommandError(f"{email!r} is no e-mail address") from None
    if not name:
        raise CommandError(f"write the name of {email}")
    if User.objects.filter(email=email).exists():
        raise CommandError(f"{email} has an account already")
