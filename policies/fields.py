"""The field in which a policy's value is written: ordinary fields whose cleaned value is what the policy keeps."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.proposals import words
from policies.checks import EARLIEST_WARNING, LONGEST_GRACE, Check, OneOf, SomeOf, Whole, falling_days, grace, yes_or_no
from policies.kinds import PolicyKind
from policies.wording import value_in_words

BETWEEN = re.compile(r"[\s,;]+")
CALENDAR, WORKING = "calendar", "working"


class DaysBefore(forms.CharField):
    """Numbers of days, in any order, parted by commas or on lines of their own."""

    widget = forms.Textarea(attrs={"rows": 3, "inputmode": "numeric"})

    def prepare_value(self, value: Any) -> Any:
        """Spell a list as people write it; what was typed stays as it was."""
        return ", ".join(map(str, value)) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Return the numbers, each once and largest first."""
        found = set()
        for word in filter(None, BETWEEN.split(super().to_python(value) or "")):
            if not (word.isascii() and word.isdigit() and len(word) <= len(str(EARLIEST_WARNING))):
                message = _("“%(word)s” is no number of days. Write whole numbers, for example: 90, 60, 30")
                raise ValidationError(message % {"word": word})
            found.add(int(word))
        return sorted(found, reverse=True)


class Grace(forms.MultiWidget):
    """A number and what it counts, beside each other."""

    def __init__(self, units: list[tuple[str, Any]]) -> None:
        number = forms.NumberInput(attrs={"aria-label": _("Number of days"), "min": 0, "max": LONGEST_GRACE})
        super().__init__([number, forms.Select(attrs={"aria-label": _("What is counted")}, choices=units)])

    def decompress(self, value: Any) -> list[Any]:
        """Part a value into its two fields."""
        return [value["days"], WORKING if value["working"] else CALENDAR] if value else [None, CALENDAR]


class GraceField(forms.MultiValueField):
    """How many days, and of which kind."""

    def __init__(self, **kwargs: Any) -> None:
        units = [(CALENDAR, _("calendar days")), (WORKING, _("working days"))]
        number, unit = forms.IntegerField(min_value=0, max_value=LONGEST_GRACE), forms.ChoiceField(choices=units)
        super().__init__(fields=(number, unit), widget=Grace(units), **kwargs)

    def compress(self, data_list: list[Any]) -> dict[str, Any]:
        """Return both as the policy keeps them."""
        days, unit = data_list
        return {"days": days, "working": unit == WORKING}


def value_field(kind: PolicyKind, present: Any) -> forms.Field:
    """Return the field of a policy's value: it begins with the value of today, and its help says that in words."""
    field, help_text = _shaped(kind)
    counts = _("Counts today: %(value)s.") % {"value": value_in_words(kind.key, present)}
    field.label, field.initial, field.help_text = _("New value"), present, f"{counts} {help_text}".strip()
    return field


def _shaped(kind: PolicyKind) -> tuple[forms.Field, Any]:
    """Return the field of a policy's shape, and what is to be said about writing there."""
    chosen = _chosen(kind.check)
    if chosen is not None:
        return chosen, ""
    if isinstance(kind.check, Whole):
        least, most = kind.check.least, kind.check.most
        help_text = _("A whole number from %(least)s to %(most)s.") % {"least": least, "most": most}
        return forms.IntegerField(min_value=least, max_value=most), help_text
    if kind.check is falling_days:
        return DaysBefore(required=False, max_length=200), _(
            "One number for each reminder, parted by commas or on lines of their own; left empty, none is sent."
        )
    text = forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), required=kind.default != "")
    return text, "" if text.required else _("Left empty, the general text counts.")


def _chosen(check: Check) -> forms.Field | None:
    """Return the field where nothing is to be written but chosen, or a number beside a choice; None for others."""
    if isinstance(check, OneOf):
        return forms.ChoiceField(choices=_named(check))
    if isinstance(check, SomeOf):
        return forms.MultipleChoiceField(choices=_named(check), required=False, widget=forms.CheckboxSelectMultiple)
    if check is yes_or_no:
        yes_no = [(True, words("yes")), (False, words("no"))]
        return forms.TypedChoiceField(choices=yes_no, coerce=lambda it: it == str(True))
    return GraceField() if check is grace else None


def _named(check: OneOf | SomeOf) -> list[tuple[str, str]]:
    return [(word, words(word)) for word in check.choices]
