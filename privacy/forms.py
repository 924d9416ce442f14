"""What people type about personal data. The forms' fields are the arguments of the acts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.uploads import UploadField
from privacy.models import Answer, BreachFacts, Finding, Right, Way

FILE = _("PDF, JPEG or PNG, at most 50 MB, not encrypted.")


class Moment(forms.DateTimeField):
    """A day with its minute, as the browser's own calendar wants it."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class Lines(forms.CharField):
    """A text of several lines."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=20_000, widget=forms.Textarea(attrs={"rows": 4}), **kwargs)


class ReasonForm(forms.Form):
    """Why personal data is opened outside of any matter."""

    reason = forms.CharField(label=_("Why do you open this?"), max_length=300)
    name = forms.CharField(max_length=90, widget=forms.HiddenInput)
    next = forms.CharField(max_length=2_000, widget=forms.HiddenInput)


class RequestForm(forms.Form):
    """What a person asked about their own data."""

    right = forms.ChoiceField(label=_("What is asked"), choices=Right.choices, widget=forms.RadioSelect)
    way = forms.ChoiceField(label=_("How it came"), choices=Way.choices)
    received_at = Moment(
        label=_("Received at"), help_text=_("When it reached the ministry; the thirty days run from it.")
    )
    full_name = forms.CharField(label=_("Full name"), max_length=200)
    contact = forms.CharField(
        label=_("Where the answer goes"), max_length=300, help_text=_("Postal, KEP or e-mail address.")
    )
    text = Lines(label=_("Request"))
    file = UploadField(label=_("The request as it came"), required=False, help_text=FILE)


class IdentityForm(forms.Form):
    """How a person showed who they are."""

    note = forms.CharField(
        label=_("How the identity was shown"),
        max_length=300,
        help_text=_("For example “identity card seen at the counter” or “signed by KEP”. Write no identity number."),
    )


class AnswerForm(forms.Form):
    """The answer that went out."""

    outcome = forms.ChoiceField(label=_("Answer"), choices=Answer.choices, widget=forms.RadioSelect)
    answered_at = Moment(label=_("Sent or handed over at"))
    file = UploadField(label=_("The answer"), help_text=FILE)


class FactsForm(forms.Form):
    """What is known of a breach by now."""

    what = Lines(label=BreachFacts._meta.get_field("what").verbose_name)
    whose = Lines(label=BreachFacts._meta.get_field("whose").verbose_name, required=False)
    how_many = forms.CharField(
        label=BreachFacts._meta.get_field("how_many").verbose_name, max_length=200, required=False
    )
    effects = Lines(label=BreachFacts._meta.get_field("effects").verbose_name, required=False)
    measures = Lines(label=BreachFacts._meta.get_field("measures").verbose_name, required=False)


class BreachForm(FactsForm):
    """A new breach: since when the ministry is aware of it, and what is known."""

    aware_at = Moment(label=_("Aware since"), help_text=_("The seventy-two hours run from this instant."))
    field_order = ("aware_at", *FactsForm.base_fields)


class BoardForm(forms.Form):
    """What went to the Board, and when."""

    notified_at = Moment(label=_("Board notified at"))
    late_reason = Lines(
        label=_("Why it is late"), required=False, help_text=_("Only where the seventy-two hours were over.")
    )
    file = UploadField(label=_("The notification"), help_text=FILE)


class SubjectsForm(forms.Form):
    """What those concerned were told, and how."""

    notified_at = Moment(label=_("Those concerned told at"))
    how = forms.CharField(
        label=_("How they were told"),
        max_length=300,
        help_text=_("Directly; where their addresses are unknown, by publication on the site."),
    )
    file = UploadField(label=_("What they were told"), help_text=FILE)


class CloseForm(forms.Form):
    """What a breach turned out to be."""

    finding = forms.ChoiceField(label=_("Finding"), choices=Finding.choices, widget=forms.RadioSelect)
    conclusion = Lines(label=_("Conclusion"))


class ReadingsForm(forms.Form):
    """Which readings are looked for."""

    kisi = forms.CharField(label=_("Who read: name or e-mail address"), max_length=200, required=False)
    firma = forms.CharField(label=_("Firm: name or tax number"), max_length=200, required=False)
    gun = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
