"""Lists that the reader sorts: by the address alone, so that it works without script and can be sent to somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Expression, F, Model, QuerySet
from django.utils.functional import Promise

M = TypeVar("M", bound=Model)
ASKED = "sira"
"""The address's word for the order: a column's key, with a minus before it for the other way round."""


@dataclass(frozen=True)
class Column:
    """One column: its heading, and the field or expression that it is sorted by; without a key it is not."""

    label: str | Promise
    key: str = ""
    by: str | Expression = ""


@dataclass(frozen=True)
class Heading:
    """One heading: `state` as aria-sort spells it, empty where another column rules; a press asks for `following`."""

    label: str | Promise
    state: str = ""
    following: str = ""


def sorted_by(
    rows: QuerySet[M, M], columns: Sequence[Column], asked: Mapping[str, str]
) -> tuple[QuerySet[M, M], list[Heading]]:
    """Return rows in the asked order, else in their own, and the headings; what is empty comes last either way."""
    word = asked.get(ASKED, "")
    key, down = word.removeprefix("-"), word.startswith("-")
    chosen = next((column for column in columns if column.key and column.key == key), None)
    if chosen is not None:
        place = F(chosen.by) if isinstance(chosen.by, str) else chosen.by
        rows = rows.order_by(place.desc(nulls_last=True) if down else place.asc(nulls_last=True), "pk")
    return rows, [_heading(column, chosen, down=down) for column in columns]


def _heading(column: Column, chosen: Column | None, *, down: bool) -> Heading:
    if not column.key:
        return Heading(column.label)
    if column is not chosen:
        return Heading(column.label, following=column.key)
    following: Any = column.key if down else f"-{column.key}"
    return Heading(column.label, "descending" if down else "ascending", following)
