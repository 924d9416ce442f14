"""The sweeper at its size: what was due in the past, one midnight of lapses, a hundred thousand open rows."""

from __future__ import annotations

import time
from collections import Counter
from datetime import date, timedelta
from itertools import islice

from django.db.models import QuerySet

from bench.country import AT
from bench.figures import Figure
from deadlines.models import Deadline, DeadlineStatus
from deadlines.sweeper import sweep
from law.clock import day_end, legal_day
from law.terms import Unit
from ledger.models import Dossier, DossierKind, Step
from policies.queries import calendar_version
from registry.models import Certificate, Integrator
from registry.queries import active
from registry.terms import VALIDITY

MANY, ROUNDS = 100_000, 5
LAPSES, LAPSE_SECONDS = 100, 0.2
"""Each lapse is a public event of its own: a letter, a notice, a whole list."""
COLUMNS = ("sweep", "open before", "due", "closed", "steps", "seconds", "bound")


def due() -> QuerySet[Deadline]:
    """Return what is due."""
    return Deadline.objects.filter(status=DeadlineStatus.OPEN, due_at__lte=AT)


def running() -> int:
    """Return how many deadlines are open."""
    return Deadline.objects.filter(status=DeadlineStatus.OPEN).count()


def swept(what: str, bound: float, *, expected: int) -> Figure:
    """Sweep once; within its bound only if everything that was due was closed, and it was as much as expected."""
    before, waiting, steps = running(), due().count(), Step.objects.count()
    began = time.perf_counter()
    done = sweep(AT)
    took = time.perf_counter() - began
    written = Step.objects.count() - steps
    cells = (what, f"{before:,}", f"{waiting:,}", f"{done:,}", f"{written:,}", f"{took:.2f}", f"{bound:g} s")
    return Figure(cells, done == waiting >= expected and not due().exists() and took <= bound)


def past() -> Figure:
    """Sweep what fell due while the country grew old: reminders, terms that elapse, certificates that lapse."""
    terms = Counter(due().values_list("term", flat=True))
    told = ", ".join(f"{n} {term}" for term, n in terms.most_common())
    return swept(f"1,000 due: {told}", 60, expected=1000)


def midnight() -> Figure:
    """Sweep the end of an edition of the standard, which is the end of many certificates at once."""
    _end(list(active(AT).order_by("pk")[:LAPSES]), legal_day(AT) - timedelta(days=1))
    return swept(f"{LAPSES} certificates end at one midnight", LAPSES * LAPSE_SECONDS, expected=LAPSES)


def _end(rows: list[Integrator], last: date) -> None:
    """Let certificates end on a day; a plain QuerySet goes past the guard, as only a bench may."""
    ids, end = [row.pk for row in rows], day_end(last)
    certificates = QuerySet(Certificate).filter(firm__in=[row.firm_id for row in rows], accepted_at__isnull=False)
    certificates.update(valid_until_on=last)
    terms = QuerySet(Deadline).filter(dossier__integrator__in=ids, term=VALIDITY, status=DeadlineStatus.OPEN)
    terms.update(raw_on=last, effective_on=last, due_at=end)
    QuerySet(Integrator).filter(pk__in=ids).update(active_until=end)


def open_many() -> None:
    """Open rows until there are `MANY`, none of them due; every other one rolls, so that a holiday would move it."""
    dossiers, version = list(Dossier.objects.filter(kind=DossierKind.INTEGRATOR)), calendar_version()
    lacking = MANY - running()
    rows = (_ahead(dossiers[n % len(dossiers)], n, version) for n in range(lacking))
    while chunk := list(islice(rows, 5000)):
        Deadline.objects.bulk_create(chunk)


def _ahead(dossier: Dossier, n: int, version: str) -> Deadline:
    last = legal_day(AT) + timedelta(days=1 + n % 700)
    return Deadline(
        dossier=dossier,
        term="bench",
        title="Ölçüm süresi",
        clause="3",
        length=30,
        unit=Unit.DAYS,
        rolls=bool(n % 2),
        start_on=legal_day(AT),
        raw_on=last,
        effective_on=last,
        due_at=day_end(last),
        evidence="ölçüm",
        calendar_version=version,
    )


def nothing_due() -> list[Figure]:
    """Sweep many rows of which none is due."""
    return [swept(f"nothing due, round {n + 1}", 1, expected=0) for n in range(ROUNDS)]


def controls() -> list[Figure]:
    """Show that one due row among them is found, that its act runs, and that the next sweep has nothing left."""
    one = _ahead(Dossier.objects.filter(kind=DossierKind.INTEGRATOR).latest("pk"), 0, calendar_version())
    one.raw_on = one.effective_on = legal_day(AT) - timedelta(days=1)
    one.start_on, one.due_at = one.raw_on - timedelta(days=30), day_end(one.raw_on)
    one.save()
    before, steps = running(), Step.objects.count()
    done = sweep(AT)
    one.refresh_from_db()
    written = list(Step.objects.order_by("pk")[steps:].values_list("act", flat=True))
    found = (done, one.status, written) == (1, DeadlineStatus.ELAPSED, ["deadlines.elapse"])
    shown = f"{done} closed, {', '.join(written)} written, {running():,} still open"
    return [Figure((f"one due row among {before:,}", shown), found and running() == before - 1 >= MANY)]
