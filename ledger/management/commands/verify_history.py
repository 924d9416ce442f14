"""`manage.py verify_history`: recompute everything, name what was altered."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ledger.models import Seal, Step
from ledger.verification import verify


class Command(BaseCommand):
    """Exit 0 when the history is whole; else name the first altered row, the keys that differ, and the rest."""

    help = "Recompute every chain, seal and published list and name what was altered."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run all checks."""
        findings = list(verify())
        for finding in findings:
            self.stdout.write(str(finding))
        if findings:
            raise CommandError(f"history altered; first: {findings[0]}")
        self.stdout.write(f"whole: {Step.objects.count()} steps, {Seal.objects.count()} seals")
