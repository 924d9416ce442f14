"""Server time and queries of the pages that grow with the number of firms."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

from django.db import connection
from django.db.models import Q
from django.test import Client

from accounts.tests.sign_in import signed_in
from applications.lifecycle import Status
from applications.models import Application
from bench.country import AT
from bench.desk import unserved, waiting
from bench.figures import Figure, Table
from kep_gateway.models import Notice
from operations.demo.people import World
from registry.feed import NEWEST
from registry.models import Integrator
from registry.queries import active

QUERIES, MEDIAN_MS, PER_PAGE = 12, 50.0, 50
WARM_UP = 3
WORD = "Işık"
"""Some firms' first name; it is searched for in spellings that share none of its Turkish letters."""


@dataclass(frozen=True)
class Page:
    """One address, and how many rows it shows if it shows the truth."""

    name: str
    address: str
    rows: int


class Queries:
    """Counts what a connection executes."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, execute: Callable[..., Any], *args: Any) -> Any:
        """Count one and let it run."""
        self.number += 1
        return execute(*args)


def timed(work: Callable[[], object]) -> tuple[float, int]:
    """Run something once; return its milliseconds and its queries."""
    queries = Queries()
    with connection.execute_wrapper(queries):
        began = time.perf_counter()
        work()
        return (time.perf_counter() - began) * 1000, queries.number


def judged(what: str, work: Callable[[], object], *, rows: str, true: bool, rounds: int) -> Figure:
    """Measure something so many times: the median time and the highest number of queries have bounds."""
    for _n in range(WARM_UP):
        work()
    measured = [timed(work) for _n in range(rounds)]
    times, most = [ms for ms, _n in measured], max(n for _ms, n in measured)
    p95 = quantiles(times, n=20)[-1]
    cells = (what, rows, str(most), f"{median(times):.1f}", f"{p95:.1f}")
    return Figure(cells, true and most <= QUERIES and median(times) <= MEDIAN_MS)


def pages(world: World, rounds: int) -> Table:
    """Measure every page as whoever opens it."""
    columns = ("page", "rows", f"queries (≤ {QUERIES})", f"median ms (≤ {MEDIAN_MS:.0f})", "p95 ms")
    table = Table(f"Pages, {Integrator.objects.count()} firms on the list, {rounds} requests each", columns)
    officer = signed_in(Client(), world.officer)
    approver = signed_in(Client(), world.approver)
    for client, found in ((Client(), public()), (officer, ministry()), (approver, deciding())):
        table.figures.extend(_measured(client, page, rounds) for page in found)
    return table


def _measured(client: Client, page: Page, rounds: int) -> Figure:
    shown = rows_of(client.get(page.address))
    rows = str(shown) if shown == page.rows else f"{shown}, not {page.rows}"
    what = f"{page.name} `{page.address}`"
    return judged(what, lambda: client.get(page.address), rows=rows, true=shown == page.rows, rounds=rounds)


def rows_of(response: Any) -> int:
    """Return how many rows a page shows; -1 where it is no page."""
    if response.status_code != 200:
        return -1
    text = response.content.decode()
    kind = response.headers["Content-Type"].partition(";")[0]
    if kind == "application/json":
        return len(json.loads(text)["entries"])
    if kind == "text/csv":
        return text.count("\r\n") - 1
    if kind == "application/atom+xml":
        return text.count("<entry>")
    return text.count("<tr>") - text.count("<thead>") - text.count("colspan")


def public() -> Iterator[Page]:
    """Yield what everyone opens."""
    listed = Integrator.objects.count()
    named = Integrator.objects.filter(firm__legal_name__contains=WORD).count()
    passive = listed - active(AT).count()
    yield Page("the list", "/", PER_PAGE)
    yield Page("its last page", "/?sayfa=999", listed % PER_PAGE or PER_PAGE)
    yield Page("search, folded", "/?q=ISIK", min(named, PER_PAGE))
    yield Page("search, two words", "/?q=i%C5%9F%C4%B1k+i%CC%87sg", min(named, PER_PAGE))
    yield Page("search, everything", "/?q=a", PER_PAGE)
    yield Page("search, nothing", "/?q=zzz", 0)
    yield Page("the passive", "/?durum=passive", min(passive, PER_PAGE))
    yield Page("JSON", "/liste.json", listed)
    yield Page("CSV", "/liste.csv", listed)
    yield Page("Atom", "/liste.atom", NEWEST)


def ministry() -> Iterator[Page]:
    """Yield what officers open."""
    named = Q(firm__legal_name__contains=WORD)
    passive = Integrator.objects.count() - active(AT).count()
    handed_in = Application.objects.exclude(submitted_at=None)
    review = handed_in.filter(status=Status.UNDER_REVIEW)
    notices = min(Notice.objects.count(), PER_PAGE) + unserved()
    yield Page("the officer's worklist", "/masa/", PER_PAGE)
    yield Page("its last page", "/masa/?sayfa=999", waiting() % PER_PAGE or PER_PAGE)
    yield Page("applications", "/masa/basvurular/", PER_PAGE)
    yield Page("applications, by name", "/masa/basvurular/?q=ISIK", min(handed_in.filter(named).count(), PER_PAGE))
    yield Page("applications, by status", "/masa/basvurular/?durum=under_review", min(review.count(), PER_PAGE))
    yield Page("integrators", "/masa/entegrator/", PER_PAGE)
    yield Page("integrators, by name", "/masa/entegrator/?q=ISIK", min(Integrator.objects.filter(named).count(), 50))
    yield Page("integrators, the passive", "/masa/entegrator/?durum=passive", min(passive, PER_PAGE))
    yield Page("firms, by name", "/masa/firma/?ara=yazilim", PER_PAGE)
    yield Page("notices", "/masa/kep/", notices)


def deciding() -> Iterator[Page]:
    """Yield what approvers open."""
    yield Page("the approver's worklist", "/masa/", PER_PAGE)


def controls(rounds: int) -> list[Figure]:
    """Show that the counter counts, and that queries, time and rows can each miss their bounds."""
    five = timed(lambda: [Integrator.objects.exists() for _n in range(5)])[1]
    many = judged("", _one_by_one, rows="", true=True, rounds=rounds)
    slow = judged("", lambda: time.sleep(0.06), rows="", true=True, rounds=rounds)
    wrong = _measured(Client(), Page("", "/?q=ISIK", PER_PAGE), rounds)
    too_many, no_query, untrue = int(many.cells[2]) > QUERIES, slow.cells[2] == "0", "not" in wrong.cells[1]
    return [
        Figure(("five questions asked", f"{five} queries counted"), five == 5),
        Figure(("fifty firms read one by one", f"{many.cells[2]} queries"), many.kept is False and too_many),
        Figure(("60 ms of waiting", f"{slow.cells[3]} ms"), slow.kept is False and no_query),
        Figure(("a search expected to fill its page", f"{wrong.cells[1]} rows"), wrong.kept is False and untrue),
    ]


def _one_by_one() -> list[str]:
    return [row.firm.legal_name for row in Integrator.objects.all()[:50]]
