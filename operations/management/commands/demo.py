"""`manage.py demo`: a made-up ministry by running the acts on a moved clock."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from law.clock import monotonic, now
from operations.demo.build import build, built
from operations.demo.sign_ins import code, sign_ins


class Command(BaseCommand):
    """Build the demo, or print how to sign in to it."""

    help = "Build a believable ministry by running the acts on a moved clock."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do."""
        parser.add_argument("--once", action="store_true", help="do nothing where the demo stands already")
        parser.add_argument("--sign-ins", action="store_true", help="print the demo's sign-ins and do nothing else")
        parser.add_argument("--code", action="store_true", help="print the second factor's present code")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build once; a build that was interrupted leaves nothing behind."""
        if settings.PRODUCTION:
            raise CommandError("production has no demo; use bootstrap")
        if options["code"]:
            self.stdout.write(code())
            return
        if options["sign_ins"]:
            for line in sign_ins():
                self.stdout.write(line)
            return
        if built():
            if options["once"]:
                return
            raise CommandError("the demo stands already")
        began = monotonic()
        self.stdout.write("building the demo (about a minute) …")
        self.stdout.flush()
        with transaction.atomic():
            firms = build(now())
        self.stdout.write(f"{firms} firms in {monotonic() - began:.0f} s")
