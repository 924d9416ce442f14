"""What of integrators may become public, read for the whole list in four plain questions.

The list is derived anew at every public event: model rows with their neighbours would take four times as long.
"""

from __future__ import annotations

from collections import defaultdict

from django.db.models import QuerySet

from registry.listing import Shown
from registry.models import Ground, Integrator, Product, Suspension
from registry.queries import ground_as_facts, in_turkish_order
from registry.standing import GroundFacts, IntegratorFacts, Stay


def everything_shown(rows: QuerySet[Integrator] | None = None) -> list[Shown]:
    """Return what may become public of some integrators, or of all: never their codes, numbers or people."""
    chosen = Integrator.objects.all() if rows is None else rows
    ours = {} if rows is None else {"integrator__in": rows}
    products: defaultdict[int, list[str]] = defaultdict(list)
    for pk, name in Product.objects.filter(withdrawn_at=None, **ours).values_list("integrator", "name"):
        products[pk].append(name)
    grounds = _grounds(ours)
    columns = ("pk", "slug", "approved_at", "active_until", "next_ground", "ended_at")
    firm = ("firm__legal_name", "firm__province", "firm__website")
    return [
        Shown(
            slug=slug,
            legal_name=legal_name,
            products=in_turkish_order(products[pk]),
            province=province,
            website=website,
            facts=IntegratorFacts(approved_at, active_until, next_ground, ended_at, tuple(grounds[pk])),
        )
        for (pk, slug, approved_at, active_until, next_ground, ended_at), (legal_name, province, website) in (
            (row[:6], row[6:]) for row in chosen.values_list(*columns, *firm)
        )
    ]


def _grounds(ours: dict[str, QuerySet[Integrator]]) -> defaultdict[int, list[GroundFacts]]:
    stays: defaultdict[int, list[Stay]] = defaultdict(list)
    wanted = {f"ground__{path}": rows for path, rows in ours.items()}
    rows = Suspension.objects.filter(**wanted).order_by("from_at", "pk")
    for ground, from_at, until_at in rows.values_list("ground", "from_at", "until_at"):
        stays[ground].append(Stay(from_at, until_at))
    grounds: defaultdict[int, list[GroundFacts]] = defaultdict(list)
    columns: tuple[str, ...] = ("kind", "clause", "at", "closed_at", "closing")
    for row in Ground.objects.filter(**ours).order_by("at", "pk").values_list("integrator", "pk", *columns):
        integrator, pk, kind, clause, at, closed_at, closing = row
        grounds[integrator].append(ground_as_facts(kind, clause, at, closed_at, closing, tuple(stays[pk])))
    return grounds
