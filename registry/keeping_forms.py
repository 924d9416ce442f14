"""Forms about what must be held for ever."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.choosing import DocumentChoice
from documents.uploads import UploadField
from ledger.models import Dossier
from registry.forms import OURS, day_input
from registry.models import Lasting, Requirement, RequirementSet


class ShowingForm(forms.Form):
    """A document that must be held: its days, and the file."""

    dated_on = forms.DateField(
        label=_("Date of the document"), widget=day_input(), help_text=_("The day on which it was made or signed.")
    )
    valid_until_on = forms.DateField(
        label=_("Last valid day"), widget=day_input(), help_text=_("As it is printed on the document.")
    )
    file = UploadField(label=_("Document"), help_text=_("PDF, JPEG or PNG, at most 50 MB, not encrypted."))

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


class RequirementChoice(forms.ModelChoiceField[Requirement]):
    """A choice of requirements, each by its title in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the title."""
        return str(obj.title)


class DemandForm(forms.Form):
    """Which document an officer asks for, and what is in doubt."""

    requirement_id = RequirementChoice(label=_("Document"), queryset=Requirement.objects.none())
    reason = forms.CharField(
        label=_("What is in doubt; the firm will read it"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, requirements: RequirementSet | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["requirement_id"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Requirement.objects.filter(requirement_set=requirements)


class AnswerForm(forms.Form):
    """The document that was asked for."""

    file = UploadField(label=_("Document"), help_text=_("PDF, JPEG or PNG, at most 50 MB, not encrypted."))


class RecordForm(forms.Form):
    """The document of the dossier that came by KEP or on paper."""

    document_id = DocumentChoice(label=_("Document"), without=OURS)

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["document_id"]
        assert isinstance(field, DocumentChoice)
        field.offer(dossier)


class JudgementForm(forms.Form):
    """Whether what was shown does, and why."""

    shown = forms.TypedChoiceField(
        label=_("Does it show what was asked for?"),
        choices=[("yes", _("yes")), ("no", _("no, it is returned with the reason"))],
        coerce=lambda word: word == "yes",
        widget=forms.RadioSelect,
    )
    judgement = forms.CharField(label=_("Reason; the firm will read it"), widget=forms.Textarea(attrs={"rows": 3}))


class FoundForm(forms.Form):
    """What was found when the term was over."""

    judgement = forms.CharField(label=_("What you found"), widget=forms.Textarea(attrs={"rows": 3}))
