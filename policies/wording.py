"""Policies' values as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.proposals import words
from policies.catalogue import CATALOGUE, shown
from policies.measures import Measure, measured


def in_words(value: Any, measure: Measure | None = None) -> str:
    """Return a policy's value as people read it; `measure` is what it counts, where it is a number."""
    if isinstance(value, bool):
        return words("yes" if value else "no")
    if isinstance(value, int):
        return measured(value, measure) if measure else str(value)
    if isinstance(value, Mapping):
        return measured(value["days"], Measure.WORKING_DAYS if value["working"] else Measure.DAYS)
    if isinstance(value, list):
        listed = ", ".join(words(str(it)) for it in value)
        return _("%(days)s days before") % {"days": listed} if measure and value else listed or words("none")
    return words(str(value))


def value_in_words(key: str, value: Any) -> str:
    """Return a value of one policy as people read it."""
    return in_words(shown(value), CATALOGUE[key].measure)


def preview_in_words(preview: Mapping[str, Any]) -> dict[str, Any]:
    """Return the preview of a proposed value with its policy and both values in words."""
    key = preview["policy"]
    values = {name: value_in_words(key, preview[name]) for name in ("from", "to")}
    return {**preview, "policy": str(CATALOGUE[key].title), **values}
