"""Forms about the agreement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contracts.models import AgreementVersion, Ink
from contracts.wording import AGREEMENT, names
from documents.uploads import UploadField


class SendBackForm(forms.Form):
    """The signed agreement."""

    ink = forms.ChoiceField(label=_("How it is signed"), choices=Ink.choices, initial=Ink.ELECTRONIC)
    file = UploadField(
        label=_("Signed agreement"),
        help_text=_("Signed electronically: the very PDF you downloaded, signed. Wet ink: a scan as PDF, JPEG or PNG."),
    )


class InkForm(forms.Form):
    """What an officer saw when comparing a scan with the original."""

    confirmed = forms.TypedChoiceField(
        label=_("Scan and original"),
        choices=(("yes", _("agree")), ("no", _("do not agree"))),
        coerce=lambda answer: answer == "yes",
    )
    note = forms.CharField(
        label=_("What was compared"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The firm reads this note when the scan is refused."),
    )


class CountersignedForm(forms.Form):
    """The scan with both wet-ink signatures."""

    file = UploadField(label=_("Countersigned scan"), help_text=_("PDF, JPEG or PNG."))


class PublishForm(forms.Form):
    """The next version: its text and the day its terms take effect."""

    template = forms.ChoiceField(label=_("Text"))
    effective_on = forms.DateField(
        label=_("In effect from"), widget=forms.DateInput(attrs={"type": "date"}), help_text=_("At 00:00 of this day.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        published = set(AgreementVersion.objects.values_list("template", flat=True))
        choices = [(name, _version(name)) for name in names() if name not in published]
        self.fields["template"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField, which has choices


def _version(name: str) -> str:
    return gettext("Version %(number)s") % {"number": name.removeprefix(AGREEMENT)}
