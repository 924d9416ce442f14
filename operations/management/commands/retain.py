"""`manage.py retain`: remove what has had its time; with --simulate, show what would go and change nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from law.clock import day_start, now
from ledger.acts import Rule
from ledger.errors import Refused
from operations.actions.remove_expired import remove_expired
from operations.erasure import count
from operations.retention import KINDS, in_words, table
from policies.files import file_of

TODAY = "today"
RETENTION = Rule("retention")
POLICY = "retention.mail_days"
"""The policy whose file the Steps of a removal are about."""


class Command(BaseCommand):
    """Legal records are only shown: the archive's commission decides on them."""

    help = "Remove sent e-mails, unused invitations and ended sessions whose time is over; run it daily."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take a day to look at, or the wish for the documents' table."""
        either = parser.add_mutually_exclusive_group()
        either.add_argument("--simulate", nargs="?", const=TODAY, metavar="YYYY-MM-DD", help="show a day, or today")
        either.add_argument("--table", action="store_true", help="print the table of docs/personal-data.md")

    def handle(self, *args: Any, **options: Any) -> None:
        """Show, print or remove."""
        if options["table"]:
            self.stdout.write("\n".join(table()))
        elif day := options["simulate"]:
            self._simulate(day)
        else:
            self._remove()

    def _simulate(self, day: str) -> None:
        at = now() if day == TODAY else day_start(date.fromisoformat(day))
        for kind in KINDS:
            due = count(kind.due, kind.limit(at)) if kind.due else 0
            self.stdout.write(f"{kind.key:<12}{due:>8}  {kind.end}; {in_words(kind, kind.length(at))}")

    def _remove(self) -> None:
        at = now()
        try:
            gone = remove_expired(file_of(POLICY, at=at).pk, by=RETENTION, at=at)
        except Refused:
            self.stdout.write("nothing has had its time")
        else:
            self.stdout.write(", ".join(f"{key}: {n}" for key, n in gone.items()))
