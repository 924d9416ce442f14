"""Forms of an application."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.naming import NameField
from applications.models import Asked, Mark, RejectionGround
from contracts.models import Ink
from documents.choosing import DocumentChoice
from documents.uploads import UploadField
from ledger.models import Dossier


class FillInForm(forms.Form):
    """What is no document."""

    product = NameField(label=_("Product name"), max_length=200, required=False)
    remote_ip = forms.CharField(
        label=_("IP address for remote access"),
        required=False,
        help_text=_("Exactly one address, the one your servers call from. Example: 192.0.2.10"),
    )


class FileForm(forms.Form):
    """One document."""

    file = UploadField(label=_("Document"), help_text=_("PDF, DOCX, JPEG or PNG, at most 50 MB, not encrypted."))


class MinistryFileForm(FileForm):
    """A document that the ministry puts into the dossier."""

    title = forms.CharField(label=_("What the document is"), max_length=200)
    internal = forms.BooleanField(label=_("For the ministry only"), required=False, initial=True)


class AgreementForm(FileForm):
    """The signed agreement."""

    ink = forms.ChoiceField(label=_("How it is signed"), choices=Ink.choices, initial=Ink.ELECTRONIC)


class JudgeForm(forms.Form):
    """An officer's judgement of one requirement."""

    mark = forms.ChoiceField(
        label=_("Judgement"),
        choices=[(Mark.MET, Mark.MET.label), (Mark.DEFICIENT, Mark.DEFICIENT.label)],
        widget=forms.RadioSelect,  # nothing is chosen before the officer chooses
    )
    reason = forms.CharField(
        label=_("Reason, as the firm will read it"),
        help_text=_("Only where it is deficient: what is missing or wrong."),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
    )


class ComposeForm(forms.Form):
    """What a letter to the firm asks for."""

    asked = forms.ChoiceField(label=_("The letter asks for"), choices=Asked.choices)


class RejectForm(forms.Form):
    """The ground of a rejection and its proof."""

    ground = forms.ChoiceField(label=_("Ground"), choices=RejectionGround.choices)
    document = DocumentChoice(label=_("Document that proves it"))

    def for_dossier(self, dossier: Dossier) -> RejectForm:
        """Offer the documents of the dossier."""
        field = self.fields["document"]
        assert isinstance(field, DocumentChoice)
        field.offer(dossier)
        return self
