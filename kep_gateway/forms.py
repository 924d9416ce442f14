"""What officers type about a notice."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.identity import check_kep
from documents.uploads import UploadField
from kep_gateway.models import Means


class ServeOtherwiseForm(forms.Form):
    """The record of service by another means. The field of the record is called `file`, as uploads are."""

    means = forms.ChoiceField(
        label=_("Means of service"),
        choices=[choice for choice in Means.choices if choice[0] != Means.KEP],
        widget=forms.RadioSelect,
    )
    event_at = forms.DateTimeField(
        label=_("Day and time of service"),
        help_text=_("By hand: when it was handed over. Post: when it was delivered. UETS: when it arrived."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reference = forms.CharField(label=_("Number of the record"), max_length=200)
    address = forms.CharField(label=_("Address of service"), max_length=300, required=False)
    file = UploadField(label=_("The signed record"), help_text=_("PDF, or a scan as JPEG or PNG."))


class SettleReviewForm(forms.Form):
    """Which served day counts, and why."""

    accept = forms.TypedChoiceField(
        label=_("Which day counts"),
        choices=[("yes", _("the day that the evidence proves now")), ("no", _("the day as stored"))],
        coerce=lambda text: text == "yes",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, contrary: bool = False, **kwargs: Any) -> None:
        """`contrary`: failure was reported and no other day proven, so there is nothing to choose between."""
        super().__init__(*args, **kwargs)
        if contrary:
            self.fields["accept"] = forms.BooleanField(required=False, initial=False, widget=forms.HiddenInput)


class ResolveUnknownForm(forms.Form):
    """What the officer found out at the provider."""

    HANDED: ClassVar[list[tuple[str, Any]]] = [
        ("yes", _("the provider has the message")),
        ("no", _("the provider never got it: send it again")),
    ]
    handed_over = forms.TypedChoiceField(
        label=_("What the provider says"), choices=HANDED, coerce=lambda text: text == "yes", widget=forms.RadioSelect
    )
    message_id = forms.CharField(
        label=_("The provider's message number"), max_length=200, required=False, help_text=_("If it has the message.")
    )


class NoteRefusedForm(forms.Form):
    """What an officer found of refused evidence."""

    conclusion = forms.CharField(
        label=_("What you found"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For example: asked the provider, who issued it anew; or forged, and reported."),
    )


class AddressForm(forms.Form):
    """A KEP address to ask after."""

    address = forms.EmailField(label=_("KEP address"), max_length=254, validators=[check_kep])
