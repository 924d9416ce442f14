"""Putting the official holidays of whole years into the stored calendar."""

from __future__ import annotations

from datetime import datetime

from law.turkey import closures_of
from policies.models import CalendarDay, CalendarYear


def load_years(first: int, last: int, *, at: datetime) -> int:
    """Store the holidays of the years that are not yet stored, and return how many years that were."""
    known = set(CalendarYear.objects.values_list("year", flat=True))
    years = [year for year in range(first, last + 1) if year not in known]
    for year in years:
        closures = closures_of(year)
        CalendarYear.objects.create(year=year, source=closures[0].source, loaded_at=at)
        CalendarDay.objects.bulk_create(
            CalendarDay(day=it.day, name=it.name, half=it.half, source=it.source, added_at=at) for it in closures
        )
    return len(years)
