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


MOST_WARNINGS, EARLIEST_WARNING = 20, 3650
"""How many reminders one term may have, and how many days before its end the first: ten years, as a certificate."""


def one_of(*choices: str) -> Check:
    """Return a check that accepts these words only."""
    return OneOf(choices)


def whole(least: int, most: int) -> Check:
    """Return a check that accepts whole numbers between two bounds, both included."""

    def check(value: Any) -> None:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise ValidationError(
                _("Write a whole number from %(least)s to %(most)s.") % {"least": least, "most": most}
            )

    return check


def falling_days(value: Any) -> None:
    """Accept a short list of different whole numbers, largest first: days before."""
    limits = {"count": MOST_WARNINGS, "most": EARLIEST_WARNING}
    good = isinstance(value, list) and len(value) <= MOST_WARNINGS and all(map(_days_before, value))
    if not good or sorted(set(value), reverse=True) != value:
        message = _("Write at most %(count)s different whole numbers from 1 to %(most)s, largest first.")
        raise ValidationError(message % limits)


def _days_before(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= EARLIEST_WARNING


def some_of(*choices: str) -> Check:
    """Return a check that accepts a list of different ones of these words."""

    def check(value: Any) -> None:
        known = isinstance(value, list) and all(it in choices for it in value)
        if not known or len(set(value)) != len(value):
            raise ValidationError(_("Choose different ones of: %(choices)s") % {"choices": ", ".join(choices)})

    return check


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
    whole(0, 90)(value["days"])
    yes_or_no(value["working"])
