"""The row of a ground that arises: written by the acts that make passive, in passing, under their lock."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from law.clock import now
from ledger.acts import Rule
from registry.lifecycle import CLAUSE_OF, GroundKind
from registry.models import Ground, Integrator

if TYPE_CHECKING:
    from accounts.models import User
    from ledger.models import Proposal


def arise(
    integrator: Integrator,
    kind: GroundKind,
    *,
    by: User | Rule,
    at: datetime,
    proposal: Proposal | None = None,
    **facts: Any,
) -> Ground:
    """Write a ground with the facts that its kind requires; `at` is the instant from which the authority is passive."""
    author, rule = (None, by.name) if isinstance(by, Rule) else (by, "")
    return Ground.objects.create(
        integrator=integrator,
        kind=kind,
        clause=CLAUSE_OF[kind],
        at=at,
        recorded_at=now(),
        author=author,
        rule=rule,
        proposal=proposal,
        **facts,
    )
