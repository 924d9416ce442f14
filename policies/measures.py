"""Numbers as people read them, each with what it counts."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import ngettext


class Measure(StrEnum):
    """What a number counts."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"
    LETTERS = "letters"


def measured(n: int, measure: Measure) -> str:
    """Return a number with what it counts."""
    told = {
        Measure.MINUTES: ngettext("%(n)d minute", "%(n)d minutes", n),
        Measure.HOURS: ngettext("%(n)d hour", "%(n)d hours", n),
        Measure.DAYS: ngettext("%(n)d calendar day", "%(n)d calendar days", n),
        Measure.WORKING_DAYS: ngettext("%(n)d working day", "%(n)d working days", n),
        Measure.MONTHS: ngettext("%(n)d month", "%(n)d months", n),
        Measure.YEARS: ngettext("%(n)d year", "%(n)d years", n),
        Measure.LETTERS: ngettext("%(n)d letter", "%(n)d letters", n),
    }
    return told[measure] % {"n": n}
