"""Questions that are spelled for the database once and asked often.

Django spells a queryset anew at every evaluation. For the small questions of a page that is opened all day the spelling
takes longer than the answer, so here it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler


class Given(Value):
    """A value in a prepared question that is named there and given when the question is asked."""

    def __init__(self, name: str, field: Field[Any, Any]) -> None:
        super().__init__(name, output_field=field)

    def as_sql(  # type: ignore[override]  # the places of a text may hold anything until it is asked
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, list[Any]]:
        """Leave a place for the value."""
        return "%s", [self]

    def place(self, given: dict[str, object], connection: BaseDatabaseWrapper) -> Any:
        """Return the given value as the database takes it; raises KeyError where none was given."""
        return self.output_field.get_db_prep_value(given[self.value], connection)


class Prepared:
    """A question in the form of a queryset of `values_list`; what changes between two askings stands in it as `Given`.

    The spelling is the database's, not a connection's, so threads share it.
    """

    def __init__(self, question: Callable[[], QuerySet[Any, Any]]) -> None:
        self._question = question

    @cached_property
    def _spelled(self) -> tuple[SQLCompiler, str, tuple[Any, ...]]:
        compiler = self._question().query.get_compiler("default")
        text, places = compiler.as_sql()
        return compiler, text, tuple(places)

    def rows(self, **given: object) -> Iterator[Sequence[Any]]:
        """Ask with these values and return the rows of the answer."""
        compiler, text, places = self._spelled
        with connection.cursor() as cursor:
            values = [one.place(given, cursor.db) if isinstance(one, Given) else one for one in places]
            cursor.execute(text, values)
            answer = cursor.fetchall()
        rows: Iterator[Sequence[Any]] = compiler.results_iter([answer], tuple_expected=True)
        return rows
