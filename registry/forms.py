"""Forms about integrators and certificates."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms
from django.forms.models import fields_for_model
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.forms import Day, DocumentField
from accounts.naming import NameField
from documents.choosing import DocumentChoice
from documents.forms import FileForm
from documents.uploads import UploadField
from ledger.models import Dossier
from registry.actions.enter_certificate import NAMES
from registry.actions.file_document import Filed
from registry.certificate_reading import Found
from registry.conditions.products import LONGEST
from registry.lifecycle import BodyKind, BodyStatus, CertificateStatus
from registry.models import Body, Certificate, Ground, Integrator
from registry.not_shown import all_not_shown

DAYS = (
    "soa_on",
    "first_issued_on",
    "issued_on",
    "valid_until_on",
    "last_surveillance_on",
    "next_surveillance_on",
)

LONG = ("sites", "scope")
FIELDS = (
    "number",
    "edition",
    "holder",
    "sites",
    "scope",
    "soa_version",
    "soa_on",
    "body",
    "body_accreditation",
    "accreditation_body",
    "first_issued_on",
    "issued_on",
    "valid_until_on",
    "last_surveillance_on",
    "next_surveillance_on",
)
NOTHING_FOUND: Mapping[str, Found] = MappingProxyType({})
NOTHING_DOUBTED: Mapping[str, str] = MappingProxyType({})
OURS = ("letter", "evidence", "refused_evidence")
"""Kinds of documents about our own letters: nobody outside has said anything with them."""
HINTS: dict[str, Any] = {
    "number": _("As it is printed on the certificate. Example: ISMS-45140"),
    "edition": _("The edition that the certificate names. Those of 2013 and 2017 have been void since 01.11.2025."),
    "holder": _("As it is printed on the certificate; it must be the firm's legal name."),
    "scope": _(
        "The whole sentence of the certificate. Example: Development, hosting and support of occupational safety "
        "software"
    ),
    "soa_version": _("As the certificate names it. Example: 3.1"),
    "body": _("The firm that issued the certificate. Example: Anadolu Belgelendirme A.Ş."),
    "body_accreditation": _("The number beside the accreditation mark. Example: AB-0042-YS"),
    "accreditation_body": _("Who accredited the certification body. Example: TÜRKAK"),
    "first_issued_on": _("The day of the very first certificate; a renewal does not change it. Example: 15.03.2021"),
    "issued_on": _("The day of this certificate, or of its last renewal. Example: 15.03.2024"),
    "valid_until_on": _("The last day on which the certificate is valid, as printed. Example: 14.03.2027"),
}


def day_input() -> forms.DateInput:
    """Return a field for a day that browsers show as a calendar."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CertificateFileForm(forms.Form):
    """The first step: the certificate itself, from which the form is filled."""

    file = forms.FileField(
        label=_("The certificate"),
        help_text=_("PDF, JPEG or PNG, at most 50 MB, not encrypted. A PDF with text fills in the form by itself."),
    )
    read = forms.CharField(widget=forms.HiddenInput, initial="1", required=False)


class CertificateForm(forms.Form):
    """An ISO/IEC 27001 certificate: what is written on it, and the file unless it has arrived before.

    No model form: the model's constraints would answer above the form what the act answers at the field.
    """

    file = UploadField(label=_("Document"), help_text=_("PDF, JPEG or PNG, at most 50 MB, not encrypted."))

    def __init__(
        self,
        *args: Any,
        found: Mapping[str, Found] = NOTHING_FOUND,
        doubts: Mapping[str, str] = NOTHING_DOUBTED,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        widgets: dict[str, Any] = {name: day_input() for name in DAYS} | {
            name: forms.Textarea(attrs={"rows": 3}) for name in LONG
        }
        classes: dict[str, Any] = dict.fromkeys(NAMES, NameField)
        made = fields_for_model(Certificate, fields=FIELDS, widgets=widgets, field_classes=classes, help_texts=HINTS)
        self.fields = {**made, **self.fields}
        self.mark(found, doubts)

    def mark(self, found: Mapping[str, Found], doubts: Mapping[str, str]) -> None:
        """Say at each field what was read for it and where, and what speaks against it."""
        for name, it in found.items():
            state = _("read from the document") if it.sure else _("read from the document, not for certain")
            self._say(name, "read", format_html("{}: {}", state, _("page %(page)s, “%(words)s”") % _where(it)))
        for name, doubt in doubts.items():
            self._say(name, "doubt", doubt)

    def _say(self, name: str, kind: str, words: object) -> None:
        field = self.fields[name]
        field.help_text = format_html('{} <span class="{}">{}</span>', field.help_text, kind, words)
        self[name].help_text = field.help_text  # a checked form has drawn its fields already


def _where(found: Found) -> dict[str, object]:
    return {"page": found.page, "words": found.quote}


class ReasonForm(forms.Form):
    """Why a certificate is refused."""

    reason = forms.CharField(label=_("Reason; the firm will read it"), widget=forms.Textarea(attrs={"rows": 3}))


class VerificationForm(forms.Form):
    """What the certification body said."""

    how = forms.CharField(label=_("How it was verified"), max_length=200, help_text=_("Example: the body's web page"))
    reference = forms.CharField(label=_("Reference"), max_length=200)
    verified_on = forms.DateField(label=_("Day of the verification"), widget=day_input())
    status = forms.ChoiceField(label=_("What the body said"), choices=CertificateStatus.choices)
    surveillance_on = forms.DateField(
        label=_("Surveillance audit that the body named"),
        required=False,
        widget=day_input(),
        help_text=_("The day of the last audit that was done, if the body says so."),
    )
    next_surveillance_on = forms.DateField(
        label=_("Next surveillance audit"), required=False, widget=day_input(), help_text=_("As the body said.")
    )
    document = DocumentChoice(label=_("Evidence"), required=False, without=OURS)

    def __init__(self, *args: Any, certificate: Certificate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_documents(self, certificate.dossier)


class BodyForm(forms.Form):
    """A certification or accreditation body; the act's arguments."""

    kind = forms.ChoiceField(label=_("Kind of body"), choices=BodyKind.choices)
    name = NameField(label=_("Name of the body"), max_length=200)
    country = forms.CharField(label=_("Country"), max_length=2, initial="TR", help_text=_("Two letters. Example: TR"))
    accreditation_number = forms.CharField(
        label=_("Its accreditation number"), max_length=60, required=False, help_text=_("Example: AB-0042-YS")
    )
    accredited_by = forms.ModelChoiceField(
        label=_("Accredited by"), queryset=Body.objects.filter(kind=BodyKind.ACCREDITATION), required=False
    )
    citation = forms.CharField(label=_("Source"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    document = DocumentField(required=False)

    def clean_accredited_by(self) -> int | None:
        """Return the accreditation body's key."""
        chosen: Body | None = self.cleaned_data["accredited_by"]
        return chosen.pk if chosen else None


class BodyStatusForm(forms.Form):
    """How a body's accreditation stands from a day on, and by which source."""

    status = forms.ChoiceField(label=_("Status"), choices=BodyStatus.choices)
    since_on = forms.DateField(label=_("Since"), widget=day_input())
    citation = forms.CharField(label=_("Source"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    document = DocumentField(required=False)


class AssignForm(forms.Form):
    """The body of the table that a certificate comes from."""

    body_id = forms.ModelChoiceField(
        label=_("Certification body"), queryset=Body.objects.filter(kind=BodyKind.CERTIFICATION)
    )


class MinistryFileForm(FileForm):
    """A document that the ministry files."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Filed.choices)
    internal = forms.BooleanField(label=_("For the ministry only"), required=False)


class ProposalForm(forms.Form):
    """What an act of two persons needs to be proposed; `cleaned_arguments` are the act's own."""

    def __init__(self, *args: Any, integrator: Integrator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.integrator = integrator
        for name, rows in (
            ("ground_id", integrator.grounds.filter(closing="")),
            ("certificate_id", Certificate.objects.filter(firm=integrator.firm_id, accepted_at__isnull=False)),
        ):
            if name in self.fields:
                _choose(self, name, rows)
        _offer_documents(self, integrator.dossier)

    @property
    def cleaned_arguments(self) -> dict[str, Any]:
        """The act's arguments, rows as their keys; what was left empty is left out."""
        plain = {name: getattr(value, "pk", value) for name, value in self.cleaned_data.items()}
        return {name: value for name, value in plain.items() if value is not None}


class BreachForm(ProposalForm):
    """A breach of the agreement."""

    proof_id = DocumentChoice(label=_("Proof"))
    article = forms.CharField(label=_("Article of the agreement"), max_length=100)
    hearing = forms.CharField(label=_("What the firm said when it was heard"), widget=forms.Textarea(attrs={"rows": 3}))
    why_no_period = forms.CharField(label=_("Why no remedy period is owed"), widget=forms.Textarea(attrs={"rows": 3}))


class LapseForm(ProposalForm):
    """A certificate that no longer holds."""

    certificate_id = forms.ModelChoiceField(label=_("Certificate"), queryset=Certificate.objects.none())


class NotShownForm(ProposalForm):
    """A document that was not shown, named by the term that is over."""

    deadline_id = forms.TypedChoiceField(label=_("What was not shown"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["deadline_id"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [(pk, str(it.row.requirement.title)) for pk, it in all_not_shown(self.integrator).items()]


class GroundForm(ProposalForm):
    """A ground, and the document about it."""

    ground_id = forms.ModelChoiceField(label=_("Ground"), queryset=Ground.objects.none())
    document_id = DocumentChoice(label=_("Document"))


class RemedyForm(ProposalForm):
    """What remedies a breach; a lapsed document is remedied by the newer certificate itself."""

    remedy_id = DocumentChoice(label=_("Document that remedies the breach"), required=False, without=OURS)

    @property
    def cleaned_arguments(self) -> dict[str, Any]:
        """The same, and that no remedy was chosen where none was."""
        return {"remedy_id": None, **super().cleaned_arguments}


class DocumentForm(ProposalForm):
    """The document that an act rests on."""

    document_id = DocumentChoice(label=_("Document"))


PROPOSABLE: dict[str, type[ProposalForm]] = {
    "passivate": BreachForm,
    "passivate_lapsed": LapseForm,
    "passivate_not_shown": NotShownForm,
    "reactivate": RemedyForm,
    "annul_ground": GroundForm,
    "suspend_ground": GroundForm,
    "lift_suspension": GroundForm,
    "end_integrator": DocumentForm,
}
"""The acts of two persons on an integrator, by their verbs."""


class ListingForm(forms.Form):
    """What the list says of an integrator beside its standing, and why it changes."""

    products = forms.CharField(
        label=_("Products"), help_text=_("One in each line."), widget=forms.Textarea(attrs={"rows": 3})
    )
    province = forms.CharField(label=_("Province"), max_length=60, required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_products(self) -> list[str]:
        """Return the products line by line; one that nobody could read, or that has no room, is refused."""
        name = NameField(max_length=LONGEST, required=False)
        return [name.clean(line) for line in self.cleaned_data["products"].splitlines()]


class RequirementSetForm(forms.Form):
    """From when the next requirement set holds, and why."""

    in_force_from = forms.CharField(label=_("In force from"), max_length=10, widget=Day())
    citation = forms.CharField(label=_("Source and reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class SearchForm(forms.Form):
    """What the ministry searches its integrators by."""

    q = forms.CharField(label=_("Name, dossier or firm code"), required=False)
    durum = forms.ChoiceField(
        label=_("Standing"),
        required=False,
        choices=[("", _("all")), ("active", _("active")), ("passive", _("passive")), ("ended", _("ended"))],
    )


def _offer_documents(form: forms.Form, dossier: Dossier) -> None:
    for field in form.fields.values():
        if isinstance(field, DocumentChoice):
            field.offer(dossier)


def _choose(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows
