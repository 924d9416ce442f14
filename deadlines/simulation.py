"""What a future day would do, found by doing it and rolling back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from deadlines.sweeper import sweep
from ledger.models import Step


@dataclass(frozen=True)
class Effect:
    """One Step that would be written."""

    at: datetime
    dossier: str
    act: str
    clause: str
    ground: str


def simulate(at: datetime) -> list[Effect]:
    """Return the Steps that sweeping at an instant would write, in their order; no row changes."""
    effects: list[Effect] = []
    last = Step.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with transaction.atomic():
        sweep(at)
        effects.extend(_since(last))
        transaction.set_rollback(True)
    return effects


def _since(last: int) -> Iterator[Effect]:
    for step in Step.objects.filter(pk__gt=last).select_related("dossier").order_by("at", "pk"):
        yield Effect(step.at, step.dossier.number, step.act, step.clause, step.ground)
