"""Forms about policies and the calendar. Their fields are the arguments of the acts."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms import Day, DocumentField
from accounts.proposals import words
from policies.catalogue import CATALOGUE
from policies.checks import OneOf


class PolicyForm(forms.Form):
    """A policy's next value; subclasses say of which policy."""

    key = ""

    value = forms.CharField(label=_("Value"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    in_force_from = forms.CharField(label=_("In force from"), max_length=10, widget=Day())
    citation = forms.CharField(label=_("Source and reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = CATALOGUE[self.key]
        if isinstance(kind.check, OneOf):
            choices = [(word, words(word)) for word in kind.check.choices]
            self.fields["value"] = forms.ChoiceField(label=_("Value"), choices=choices)
        elif isinstance(kind.default, bool):
            choices = [("true", words("yes")), ("false", words("no"))]
            self.fields["value"] = forms.ChoiceField(label=_("Value"), choices=choices)
        elif kind.default == "":
            self.fields["value"].required = False
            self.fields["value"].help_text = _("Left empty, the general text counts.")
        elif not isinstance(kind.default, str):
            example = json.dumps(kind.default)
            self.fields["value"].help_text = _("Written like this: %(example)s") % {"example": example}

    def clean_value(self) -> Any:
        """Return the value as the policy keeps it; the catalogue says whether it can be."""
        text, kind = self.cleaned_data["value"], CATALOGUE[self.key]
        try:
            value = text if isinstance(kind.default, str) else json.loads(text)
        except json.JSONDecodeError as error:
            example = json.dumps(kind.default)
            raise ValidationError(_("Written like this: %(example)s") % {"example": example}) from error
        kind.check(value)
        return value


def policy_form(key: str) -> type[PolicyForm]:
    """Return the form of one policy."""
    return type("PolicyForm", (PolicyForm,), {"key": key})


class HolidayForm(forms.Form):
    """An official holiday."""

    day = forms.CharField(label=_("Day"), max_length=10, widget=Day())
    name = forms.CharField(label=_("Turkish name"), max_length=120)
    half = forms.BooleanField(label=_("Half day (from 13:00)"), required=False)
    source = forms.CharField(label=_("Source"), max_length=1000, help_text=_("Official Gazette, day and number."))
    document = DocumentField(required=False)


class YearForm(forms.Form):
    """The year after the last one known."""

    year = forms.IntegerField(label=_("Year"), min_value=2018, max_value=9999)
