"""`manage.py close_day`: run what is due; `--simulate DATE` shows what a day would do and changes nothing."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from deadlines.simulation import simulate
from deadlines.sweeper import sweep
from law.clock import ISTANBUL, day_end, now


class Command(BaseCommand):
    """Sweep now, or simulate up to the end of a day."""

    help = "Run everything that is due, or show what a future day would do."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the day to simulate."""
        parser.add_argument("--simulate", metavar="YYYY-MM-DD", help="show the effects up to the end of this day")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run or simulate."""
        if options["simulate"] is None:
            self.stdout.write(f"{sweep(now())} closed")
            return
        try:
            day = date.fromisoformat(options["simulate"])
        except ValueError as error:
            raise CommandError("write the day as YYYY-MM-DD") from error
        effects = simulate(day_end(day))
        for effect in effects:
            local = effect.at.astimezone(ISTANBUL)
            self.stdout.write(f"{local:%Y-%m-%d %H:%M} {effect.dossier} {effect.act} {effect.clause} {effect.ground}")
        self.stdout.write(f"{len(effects)} steps; nothing was changed")
