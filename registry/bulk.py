"""What an act on many integrators at once would do to each: parts of the previews of bulk acts.

Firms with one and the same effect stand together. Nothing is counted from today, as in every preview.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from kep_gateway.letters import way
from kep_gateway.models import Means
from registry.models import Integrator, Obligation
from registry.obligations import OF_ITS_OWN
from registry.requirements import Wanted, by_key

Duties = Mapping[str, Sequence[str]]
"""What is `new`, `dropped` and `changed` for one firm: titles."""
NOTHING: Duties = {"new": (), "dropped": (), "changed": ()}


def affected(effects: Iterable[tuple[Integrator, Duties]], at: datetime, *, told: bool = True) -> dict[str, Any]:
    """Return how many firms a bulk act touches, which firms it does what to, and by which means they are written to.

    For any act that runs on many integrators; a firm in `effects` is touched, whatever opens for it. `told` False where
    only those are written to for whom something is new.
    """
    alike: defaultdict[tuple[tuple[str, ...], ...], list[str]] = defaultdict(list)
    ways: Counter[str] = Counter()
    for integrator, duties in effects:
        alike[tuple(tuple(duties[name]) for name in NOTHING)].append(integrator.firm.legal_name)
        if told or duties["new"]:
            ways[way(integrator.firm, at)[0].value] += 1
    return {
        "firms": sum(len(firms) for firms in alike.values()),
        "letters": {means.value: ways[means.value] for means in (Means.KEP, Means.POST)},
        "effects": [
            {"firms": firms, **{name: list(titles) for name, titles in zip(NOTHING, said, strict=True)}}
            for said, firms in sorted(alike.items())
        ],
    }


def everyone() -> QuerySet[Integrator]:
    """Return every integrator that has not ended, in the order of names."""
    rows = Integrator.objects.filter(ended_at=None).select_related("firm")
    return rows.order_by("firm__name_order", "pk")


def duties_ahead(version: int, at: datetime) -> dict[str, Any]:
    """Return what a shipped requirement set would open, end and change for each integrator, by what it owes now."""
    wanted = {key: it for key, it in by_key(version).items() if it.continues and it.evidenced not in OF_ITS_OWN}
    owed: defaultdict[int, list[Obligation]] = defaultdict(list)
    for obligation in Obligation.objects.filter(ended_at=None).select_related("requirement__requirement_set"):
        owed[obligation.integrator_id].append(obligation)
    each = ((integrator, _duties(owed[integrator.pk], wanted)) for integrator in everyone())
    return affected(((integrator, duties) for integrator, duties in each if any(duties.values())), at, told=False)


def _duties(owed: Iterable[Obligation], wanted: Mapping[str, Wanted]) -> Duties:
    kept = {it.key: it.requirement for it in owed}
    return {
        "new": [it.title_tr for key, it in wanted.items() if key not in kept],
        "dropped": [it.title_tr for key, it in kept.items() if key not in wanted],
        "changed": [
            it.title_tr
            for key, it in wanted.items()
            if key in kept and by_key(kept[key].requirement_set.version).get(key) != it
        ],
    }
