"""Names of firms, people and products as they are taken in: legible, on one line, and no longer than their place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ledger.errors import Obstacle
from ledger.text import legible, one_line


class NameField(forms.CharField):
    """A name. What nobody sees falls away; what nobody could read is refused."""

    def to_python(self, value: Any) -> str:
        """Return the name on one line."""
        return one_line(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        """Refuse a name without a letter."""
        super().validate(value)
        if value and not legible(value):
            raise ValidationError(_("Nobody could read this: write letters or digits."))


def name_flaws(field: str, name: str, most: int, missing: str | Promise, clause: str = "") -> Iterator[Obstacle]:
    """Yield that a name says nothing (`missing` asks for it), or that it is longer than its place."""
    length = len(one_line(name))
    if not legible(name):
        yield Obstacle("no_name", missing, clause, field)
    if length > most:
        message = _("At most %(most)s characters have room here; these are %(length)s.")
        yield Obstacle("long_name", message % {"most": most, "length": length}, clause, field)
