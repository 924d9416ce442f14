"""`manage.py prepare`: what `make run` needs before it serves, in one process: tables, cache, demo."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Bring the database up to date and build the demo where there is none."""

    help = "Migrate, make the cache's table, and build the demo unless it stands already."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the three, each of which does nothing where it is done already."""
        for command, more in (("migrate", {"interactive": False}), ("createcachetable", {}), ("demo", {"once": True})):
            call_command(command, stdout=self.stdout, verbosity=options["verbosity"], **more)
