"""Forms about letters and their verification."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.forms import Day
from documents.models import Letter
from documents.uploads import UploadField

LINES = _("One per line.")


class LinesField(forms.CharField):
    """A text area whose lines are a list; empty lines fall away."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        """Show a list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Return the lines as a list."""
        return [line for line in (" ".join(it.split()) for it in str(value or "").splitlines()) if line]

    def validate(self, value: Any) -> None:
        """Leave limits to the act."""

    def run_validators(self, value: Any) -> None:
        """Leave limits to the act."""


class LetterForm(forms.Form):
    """What a draft letter says; what it must say is the act's to judge."""

    subject = forms.CharField(label=_("Subject"), required=False)
    body = forms.CharField(
        label=_("Text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("Part paragraphs by an empty line; begin the lines of a list with “1)” or “a)”."),
    )
    references = LinesField(label=_("References (İlgi)"), required=False, help_text=LINES)
    enclosures = LinesField(label=_("Enclosures (Ek)"), required=False, help_text=LINES)
    informs = LinesField(label=_("For information (Bilgi)"), required=False, help_text=LINES)

    @classmethod
    def of(cls, letter: Letter) -> LetterForm:
        """Return the form filled with a letter."""
        return cls(initial={name: getattr(letter, name) for name in cls.base_fields})


class ReturnForm(forms.Form):
    """Why an initialled letter goes back."""

    reason = forms.CharField(label=_("Reason"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class FileForm(forms.Form):
    """A document for a file."""

    title = forms.CharField(label=_("What the document is"), max_length=200)
    file = UploadField(label=_("Document"), help_text=_("PDF, JPEG or PNG, at most 50 MB, not encrypted."))


class MinistrySignatoryForm(forms.Form):
    """Who signs for the ministry, under which title and by which source; the act's arguments as plain JSON."""

    title = forms.CharField(label=_("Title under the signature"), max_length=200)
    delegated = forms.BooleanField(label=_("Signs “Bakan a.”"), required=False)
    key_name = forms.CharField(
        label=_("Key at the signer"), max_length=60, help_text=_("The label of the key and certificate on the token.")
    )
    source = forms.CharField(
        label=_("Source of the authority"), max_length=300, help_text=_("For example the directive and its date.")
    )
    from_on = forms.DateField(label=_("From"), widget=Day())

    def clean_from_on(self) -> str:
        """Return the day as YYYY-MM-DD."""
        day: str = self.cleaned_data["from_on"].isoformat()
        return day


class EndMinistrySignatoryForm(forms.Form):
    """The last valid day of an authority to sign."""

    until_on = forms.DateField(label=_("Last valid day"), widget=Day())

    def clean_until_on(self) -> str:
        """Return the day as YYYY-MM-DD."""
        day: str = self.cleaned_data["until_on"].isoformat()
        return day


class CodeForm(forms.Form):
    """The verification code on a letter's foot."""

    kod = forms.CharField(label=_("Verification code"), max_length=40)

    def clean_kod(self) -> str:
        """Return the code as it is stored, however it was copied."""
        typed = "".join(letter for letter in self.cleaned_data["kod"].upper() if letter.isascii() and letter.isalnum())
        if len(typed) != 16:
            raise forms.ValidationError(_("A verification code has 16 letters and digits."))
        return typed


class CompareForm(forms.Form):
    """The PDF that somebody holds."""

    file = forms.FileField(label=_("The PDF that you hold"), help_text=_("It is compared and not kept."))

    def clean_file(self) -> Any:
        """Refuse what is larger than anything we issue."""
        file = self.cleaned_data["file"]
        if file.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(_("The file is too large to be one of our letters."))
        return file
