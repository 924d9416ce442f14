"""Everything that is measured, in its order: each step finds the database as the one before left it."""

from __future__ import annotations

import os
import sys

from django.core.management import call_command
from django.db import connection, transaction

from accounts.models import Firm
from bench import pages, sweeps
from bench.country import AT, founded
from bench.desk import desk
from bench.figures import Table, missed, page
from bench.integrators import integrators
from law.clock import moved
from ledger.verification import verify
from operations.demo.people import World
from registry.actions.admit import ACT as ADMIT
from registry.publication import publish


def measured(seed: int, firms: int, requests: int) -> tuple[str, list[str]]:
    """Return the page of figures, and its lines that are not within their bounds.

    Raises:
        SystemExit: the database is not empty.
    """
    load = os.getloadavg()[0]
    call_command("migrate", verbosity=0)
    if Firm.objects.exists():
        sys.exit("bench: this database is not empty; it takes a scratch one only")
    world = _filled(seed, firms)
    with moved(AT):
        past = sweeps.past()
        _settled()
        opened, shown = pages.pages(world, requests), pages.controls(requests)
        midnight = sweeps.midnight()
        sweeps.open_many()
        _settled()
        swept = Table("Sweeps", sweeps.COLUMNS, [past, midnight, *sweeps.nothing_due()])
        shown += sweeps.controls()
    held = Table("Controls: that each figure could have failed", ("what", "shown"), shown)
    tables = (opened, swept, held)
    return page(tables, seed=seed, load=load), missed(tables)


def _filled(seed: int, firms: int) -> World:
    """Make the country and publish its list; what fell due meanwhile is left to the first sweep that is measured."""
    with transaction.atomic():
        country = founded(seed)
        made = integrators(country, firms)
        desk(country, made)
    with moved(AT), transaction.atomic():
        publish(ADMIT.name, made[-1].slug, AT)
    _settled()
    return country.world


def _settled() -> None:
    """Let the planner know the tables, as a running database does; demand that the history reads as whole."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for finding in verify():
        raise AssertionError(f"the made-up history is not whole: {finding}")
