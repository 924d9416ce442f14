"""What happened between the drawing of a page and the sending of its form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms, template

from ledger.timeline import Line, told_to

if TYPE_CHECKING:
    from accounts.models import User

register = template.Library()


@register.filter
def meanwhile(form: forms.Form, person: User) -> list[Line]:
    """Return the lines of what the form's refusal came after."""
    return told_to(person, getattr(form, "since", ()))
