"""Terms of an integrator that cannot be counted yet: they reach a year whose holidays are not loaded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from kep_gateway.kept_terms import kept
from kep_gateway.queries import terms_waiting
from law.calendar import CalendarGap
from law.due import due
from policies.queries import calendar, counting
from registry.models import Integrator
from registry.validity import Uncounted, carried


def missing_years(integrator: Integrator, at: datetime) -> list[int]:
    """Return the years that terms of an integrator wait for: its certificate's grace, and those of served letters."""
    return sorted({*_of_the_certificate(integrator, at), *_of_letters(integrator)})


def _of_the_certificate(integrator: Integrator, at: datetime) -> Iterator[int]:
    validity = None if integrator.ended_at else carried(integrator.firm, at)
    if isinstance(validity, Uncounted):
        yield validity.year


def _of_letters(integrator: Integrator) -> Iterator[int]:
    for notice in terms_waiting().filter(dossier=integrator.dossier):
        assert notice.term
        assert notice.served_on
        try:
            due(notice.served_on, kept(notice.term)[0], calendar(), counting(notice.served_on))
        except CalendarGap as gap:
            yield gap.year
