"""Forms about policies and the calendar. Their fields are the arguments of the acts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import Day, DocumentField
from policies.catalogue import CATALOGUE
from policies.fields import value_field


class PolicyForm(forms.Form):
    """A policy's next value, beside what counts today; subclasses say of which policy."""

    key = ""
    present: Any = None

    in_force_from = forms.CharField(label=_("In force from"), max_length=10, widget=Day())
    citation = forms.CharField(label=_("Source and reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    field_order = ("value",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = value_field(CATALOGUE[self.key], self.present)
        self.order_fields(self.field_order)

    def clean_value(self) -> Any:
        """Return the value as the policy keeps it; the catalogue says whether it can be."""
        value = self.cleaned_data["value"]
        CATALOGUE[self.key].check(value)
        return value


def policy_form(key: str, present: Any) -> type[PolicyForm]:
    """Return the form of one policy whose value of today is `present`."""
    return type("PolicyForm", (PolicyForm,), {"key": key, "present": present})


class HolidayForm(forms.Form):
    """An official holiday."""

    day = forms.CharField(label=_("Day"), max_length=10, widget=Day())
    name = forms.CharField(label=_("Turkish name"), max_length=120)
    half = forms.BooleanField(label=_("Half day (from 13:00)"), required=False)
    source = forms.CharField(label=_("Source"), max_length=1000, help_text=_("Official Gazette, day and number."))
    document = DocumentField(required=False)


class YearForm(forms.Form):
    """The year after the last one known."""

    year = forms.IntegerField(
        label=_("Year"), min_value=2018, max_value=9999, help_text=_("The year that follows the last one loaded.")
    )
