"""The term that a notice carries until service opens it, as its row keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import override

from law.terms import Term, Unit


def keep(term: Term, remind: Iterable[int]) -> dict[str, Any]:
    """Return a term with its reminders (days before the end) as JSON; its title in Turkish, as deadlines keep it."""
    with override("tr"):
        title = str(term.title)
    return {
        "key": term.key,
        "length": term.length,
        "unit": term.unit.value,
        "rolls": term.rolls,
        "clause": term.clause,
        "title": title,
        "remind": list(remind),
    }


def kept(data: Mapping[str, Any]) -> tuple[Term, tuple[int, ...]]:
    """Return the term and its reminders from what `keep` made."""
    unit = Unit(data["unit"])
    term = Term(data["key"], data["length"], unit, data["rolls"], data["clause"], data["title"])
    return term, tuple(data["remind"])
