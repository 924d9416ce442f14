"""Writing the next version of what is known of a breach: a row that two acts write, under their lock."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from ledger import chain
from ledger.text import clean
from privacy.models import Breach, BreachFacts

if TYPE_CHECKING:
    from accounts.models import User

TOLD = ("what", "whose", "how_many", "effects", "measures")
"""What the Board's form asks of a breach."""


def newest(breach: Breach) -> BreachFacts | None:
    """Return the version that counts."""
    return breach.facts.order_by("-version").first()


def as_told(said: dict[str, str]) -> dict[str, str]:
    """Return what was typed as it is kept."""
    return {name: clean(said.get(name, "")).strip() for name in TOLD}


def write_facts(breach: Breach, said: dict[str, str], *, by: User, at: datetime) -> BreachFacts:
    """Write the next version."""
    last = newest(breach)
    number = last.version + 1 if last else 1
    return BreachFacts.objects.create(breach=breach, version=number, written_by=by, written_at=at, **as_told(said))


def digest_of(facts: BreachFacts) -> str:
    """Return the digest of a version, for the Step that tells of it."""
    return chain.digest(chain.canonical({name: getattr(facts, name) for name in TOLD}))
