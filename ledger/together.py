"""Rows and what hangs at each of them, read in one question.

`prefetch_related` asks once for the rows and once more for every relation. A page of a matter reads a handful of rows
with a handful beside each; there one outer join is the cheaper question. Two relations of many in one question
multiply: never join two that may both be long.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import FilteredRelation, ManyToOneRel, Model, QuerySet

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Branch:
    """One relation of many: the relations to one that lead to its parent, and under which name it is joined."""

    way: tuple[str, ...]
    relation: ManyToOneRel
    alias: str

    @property
    def path(self) -> str:
        """The relation as Django spells it from the rows on."""
        return "__".join((*self.way, self.relation.name))

    @property
    def order(self) -> tuple[str, ...]:
        """The order of the related model, spelled from the rows on."""
        spelled = [str(it) for it in self.relation.related_model._meta.ordering or ("pk",)]
        return tuple(f"{'-' if it[0] == '-' else ''}{self.alias}__{it.removeprefix('-')}" for it in spelled)

    def parent(self, row: Model) -> Any:
        """Return the row at which this relation hangs, None where the way to it breaks off."""
        found: Any = row
        for name in self.way:
            found = getattr(found, name, None)
        return found


def hang(parent: Model, name: str, related: Iterable[Model]) -> None:
    """Let a relation's `all()` answer with these rows, which were read already, as after `prefetch_related`."""
    relation = _relation(type(parent), name)
    rows = getattr(parent, relation.get_accessor_name()).all()
    rows._result_cache = held = list(related)  # noqa: SLF001  # Django fills it itself only with a further question
    rows._prefetch_done = True  # noqa: SLF001  # the same
    for one in held:
        relation.field.set_cached_value(one, parent)
    parent.__dict__.setdefault("_prefetched_objects_cache", {})[relation.cache_name] = rows


def together(rows: QuerySet[M], *paths: str) -> list[M]:
    """Return rows, in their order, with relations of many read beside them.

    A path leads over any relations to one, then over one to many, then over any to one: `dossier__proposals`,
    `verifications__officer`. What hangs at a row comes in the order of its model.
    """
    branches, beside = _branches(rows.model, paths)
    order = rows.query.order_by or rows.model._meta.ordering or ()
    asked = rows.annotate(**{it.alias: FilteredRelation(it.path) for it in branches})
    if branches:
        asked = asked.select_related(*(it.alias for it in branches), *beside)
    asked = asked.order_by(*order, "pk", *(name for it in branches for name in it.order))
    found: dict[Any, M] = {}
    hanging: defaultdict[tuple[Branch, Any], dict[Any, Model]] = defaultdict(dict)
    for row in asked:
        found.setdefault(row.pk, row)
        for branch in branches:
            if (one := row.__dict__.get(branch.alias)) is not None:
                hanging[branch, row.pk].setdefault(one.pk, one)
    for pk, row in found.items():
        for branch in branches:
            if (parent := branch.parent(row)) is not None:
                hang(parent, branch.relation.name, hanging[branch, pk].values())
    return list(found.values())


def _branches(model: type[Model], paths: Iterable[str]) -> tuple[list[Branch], list[str]]:
    """Return the relations of many, each once, and the relations to one that are read beside them."""
    found: dict[str, Branch] = {}
    beside = []
    for path in paths:
        way, rest = [], path.split("__")
        relation = _relation(model, rest.pop(0))
        while not isinstance(relation, ManyToOneRel) or relation.one_to_one:
            way.append(relation.name)
            relation = _relation(relation.related_model, rest.pop(0))
        branch = Branch(tuple(way), relation, f"beside_{len(found)}")
        branch = found.setdefault(branch.path, branch)
        if way:
            beside.append("__".join(way))
        if rest:
            beside.append("__".join((branch.alias, *rest)))
    return list(found.values()), beside


def _relation(model: Any, name: str) -> Any:
    return model._meta.get_field(name)
