"""A term: so long, counted so, resting on such a clause."""

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Self

from law.clauses import clause

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Unit(StrEnum):
    """What a term is counted in; the value is its letter in `Term.text`."""

    HOURS = "h"
    DAYS = "d"
    MONTHS = "m"
    WORKING_DAYS = "w"


_TEXT = re.compile(r"([0-9]{1,4})([hdmw])")


@dataclass(frozen=True)
class Term:
    """One kind of period.

    `key` names it in code and rows, `length` counts `unit`s, `rolls` says whether a
    last day on a closed day moves on (hours never do, whatever it says), `clause` is
    the key of the clause it rests on, `title` what people read.
    Raises ValueError for a length below 0 hours or below 1 of anything else, and
    UnknownClause.
    """

    key: str
    length: int
    unit: Unit
    rolls: bool
    clause: str
    # Lazy: to compare or print a term must not ask for a language.
    title: "StrOrPromise" = field(compare=False, repr=False)

    def __post_init__(self) -> None:
        clause(self.clause)
        least = 0 if self.unit is Unit.HOURS else 1
        if self.length < least:
            raise ValueError(f"term {self.key!r}: length {self.length} is below {least}")

    @property
    def text(self) -> str:
        """The term as typed: "30d", "3m", "72h", "5w"."""
        return f"{self.length}{self.unit}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The term typed on a command line: "30d", "3m", "72h" or "5w".

        It rolls and rests on clause 3. Raises ValueError for anything else.
        """
        match = _TEXT.fullmatch(text)
        if match is None:
            raise ValueError(
                f"{text!r} bir süre değil; örnek: 72h (saat), 30d (gün), 3m (ay), "
                "5w (iş günü) / not a term; write hours, days, months or working days"
            )
        length, unit = int(match[1]), Unit(match[2])
        return cls(text, length, unit, rolls=True, clause="3", title=text)

    def with_length(self, n: int) -> Self:
        """The same term, `n` units long. Raises ValueError as the constructor does."""
        return replace(self, length=n)
