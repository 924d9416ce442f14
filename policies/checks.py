"""What a policy's value may be: small checks, each of which accepts a value or says what is wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ledger.text import clean, legible

Check = Callable[[Any], None]


@dataclass(frozen=True)
class OneOf:
    """A check that accepts these words only."""

    choices: tuple[str, ...]

    def __call__(self, value: Any) -> None:
        """Accept one of the words."""
        if value not in self.choices:
            raise ValidationError(_("Choose one of: %(choices)s") % {"choices": ", ".join(self.choices)})


LONGEST_GRACE = 90
"""Days."""
MOST_WARNINGS, EARLIEST_WARNING = 20, 3650
"""How many reminders one term may have, and how many days before its end the first: ten years, as a certificate."""


def one_of(*choices: str) -> Check:
    """Return a check that accepts these words only."""
    return OneOf(choices)


@dataclass(frozen=True)
class Whole:
    """A check that accepts whole numbers between two bounds, both included."""

    least: int
    most: int

    def __call__(self, value: Any) -> None:
        """Accept a number within the bounds."""
        if isinstance(value, bool) or not isinstance(value, int) or not self.least <= value <= self.most:
            message = _("Write a whole number from %(least)s to %(most)s.")
            raise ValidationError(message % {"least": self.least, "most": self.most})


def whole(least: int, most: int) -> Check:
    """Return a check that accepts whole numbers between two bounds, both included."""
    return Whole(least, most)


def falling_days(value: Any) -> None:
    """Accept a short list of different whole numbers, largest first: days before."""
    limits = {"count": MOST_WARNINGS, "most": EARLIEST_WARNING}
    good = isinstance(value, list) and len(value) <= MOST_WARNINGS and all(map(_days_before, value))
    if not good or sorted(set(value), reverse=True) != value:
        message = _("Write at most %(count)s different whole numbers from 1 to %(most)s, largest first.")
        raise ValidationError(message % limits)


def _days_before(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= EARLIEST_WARNING


@dataclass(frozen=True)
class SomeOf:
    """A check that accepts a list of different ones of these words."""

    choices: tuple[str, ...]

    def __call__(self, value: Any) -> None:
        """Accept a list of the words, none twice."""
        known = isinstance(value, list) and all(it in self.choices for it in value)
        if not known or len(set(value)) != len(value):
            raise ValidationError(_("Choose different ones of: %(choices)s") % {"choices": ", ".join(self.choices)})


def some_of(*choices: str) -> Check:
    """Return a check that accepts a list of different ones of these words."""
    return SomeOf(choices)


def sentence(value: Any) -> None:
    """Accept a text that can be read."""
    if not isinstance(value, str) or not legible(value) or clean(value) != value:
        raise ValidationError(_("Write a sentence."))


def sentence_or_nothing(value: Any) -> None:
    """Accept a text, or an empty one, which leaves the general rule in force."""
    if value != "":
        sentence(value)


def yes_or_no(value: Any) -> None:
    """Accept true or false."""
    if not isinstance(value, bool):
        raise ValidationError(_("Write true or false."))


def grace(value: Any) -> None:
    """Accept `{"days": n, "working": bool}`."""
    if not isinstance(value, dict) or set(value) != {"days", "working"}:
        raise ValidationError(_("Write days and whether they are working days."))
    Whole(0, LONGEST_GRACE)(value["days"])
    yes_or_no(value["working"])
