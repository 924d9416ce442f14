"""`manage.py retain`: remove what has had its time; with --simulate, show what would go and change nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from law.clock import day_start, now
from ledger.acts import Rule
from ledger.errors import Refused
from operations.actions.remove_expired import remove_expired
from operations.erasure import count
from operations.retention import KINDS
from policies.files import file_of

TODAY = "today"
RETENTION = Rule("retention")
POLICY = "retention.mail_days"
"""The policy whose file the Steps of a removal are about."""


class Command(BaseCommand):
    """Remove what may go; legal records are only shown, for a person decides on them."""

    help = "Remove sent e-mails, unused invitations and ended sessions whose time is over; run it daily."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a day to look at."""
        parser.add_argument("--simulate", nargs="?", const=TODAY, metavar="YYYY-MM-DD", help="show a day, or today")

    def handle(self, *args: Any, **options: Any) -> None:
        """Show or remove."""
        if options["simulate"]:
            self._show(options["simulate"])
        else:
            self._remove()

    def _show(self, day: str) -> None:
        try:
            at = now() if day == TODAY else day_start(date.fromisoformat(day))
        except ValueError:
            raise CommandError(f"{day!r} is no day of the form YYYY-MM-DD") from None
        for kind in KINDS:
            length = f"{kind.length(at)} {kind.unit} after " if kind.policy else ""
            self.stdout.write(f"{kind.key:<12}{count(kind.due, kind.limit(at)):>8}  {length}{kind.since}: {kind.end}")

    def _remove(self) -> None:
        at = now()
        try:
            gone = remove_expired(file_of(POLICY, at=at).pk, by=RETENTION, at=at)
        except Refused:
            self.stdout.write("nothing has had its time")
        else:
            self.stdout.write(", ".join(f"{key}: {n}" for key, n in gone.items()))
