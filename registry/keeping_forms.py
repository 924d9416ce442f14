"""Forms about what must be held for ever."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.forms import day_input
from registry.models import Lasting, Requirement


class ShowingForm(forms.Form):
    """A document that must be held: its days, and the file."""

    dated_on = forms.DateField(
        label=_("Date of the document"), widget=day_input(), help_text=_("The day on which it was made or signed.")
    )
    valid_until_on = forms.DateField(
        label=_("Last valid day"), widget=day_input(), help_text=_("As it is printed on the document.")
    )
    file = forms.FileField(label=_("Document"), help_text=_("PDF, JPEG or PNG, at most 50 MB, not encrypted."))

    def __init__(self, *args: Any, requirement: Requirement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if requirement.lasts != Lasting.PRINTED:
            del self.fields["valid_until_on"]


class ConcernForm(forms.Form):
    """Whether a requirement concerns an integrator, and why."""

    concerned = forms.TypedChoiceField(
        label=_("Does it concern this integrator?"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )
    decision = forms.CharField(label=_("Reason; the firm will read it"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, condition: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["concerned"].help_text = condition


class ReviewForm(forms.Form):
    """What was found when a ground that arose by itself was looked at."""

    review = forms.CharField(
        label=_("What you found"),
        help_text=_("If the ground is wrong, say so here and propose its annulment."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
