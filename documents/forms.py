"""Forms about letters and their verification."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from documents.models import Letter

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
