"""Forms about the agreement."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.board import Stage
from contracts.models import AgreementVersion, Ink
from contracts.wording import names
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


class DraftForm(forms.Form):
    """The draft of the next version."""

    file = UploadField(
        label=_("Draft"),
        help_text=_("A Word file (DOCX): plain paragraphs, article titles in a heading style, at most 2 MB."),
    )

    def __init__(self, data: Any = None, files: Any = None, *, follows: AgreementVersion) -> None:
        super().__init__(data, files, auto_id=f"{follows.kind}_draft_%s")


class PublishForm(forms.Form):
    """The next version: its text and the day its terms take effect."""

    template = forms.ChoiceField(label=_("Text"))
    effective_on = forms.DateField(
        label=_("In effect from"), widget=forms.DateInput(attrs={"type": "date"}), help_text=_("At 00:00 of this day.")
    )

    def __init__(self, data: Any = None, *, follows: AgreementVersion, published: Collection[str] = ()) -> None:
        super().__init__(data, auto_id=f"{follows.kind}_%s")
        shipped = [(name, name) for name in names(follows.kind) if name not in published]
        choices = [(it.text.sha256, f"{it.source.filename} ({it.text.sha256[:8]})") for it in follows.drafts.all()]
        self.fields["template"].choices = [*choices, *shipped]  # type: ignore[attr-defined]  # a ChoiceField has them


class StageForm(forms.Form):
    """Which firms of a campaign are shown."""

    durum = forms.ChoiceField(label=_("Where it stands"), choices=[("", _("all")), *Stage.choices], required=False)
