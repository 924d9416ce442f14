"""Forms about people and firms. Their fields are the arguments of the acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.actions.grant_power import POWERS
from accounts.actions.grant_role import LESSER
from accounts.identity import check_identity, check_kep, check_mersis, check_vkn
from accounts.models import Firm, Role, User
from accounts.naming import NameField
from accounts.queries import people_of_the_desk
from law.clock import legal_day

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise


class SignupForm(forms.Form):
    """What we ask beside e-mail and password when somebody opens an account."""

    full_name = NameField(label=_("Full name"), max_length=200)

    def signup(self, request: HttpRequest, user: User) -> None:
        """Store the name."""
        user.full_name = self.cleaned_data["full_name"]
        user.save(update_fields=["full_name", "name_order"])


class Day(forms.DateInput):
    """A day, written as the browser's own calendar wants it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def nothing_chosen(*, required: bool) -> StrOrPromise:
    """Return what a choice says before anything is chosen."""
    return _("– choose –") if required else _("none")


class DocumentField(forms.ChoiceField):
    """The document that an act rests on: one of the file, named by its digest."""

    def __init__(self, **kwargs: Any) -> None:
        help_text = _("What is not listed is put into the file first.")
        super().__init__(label=_("Document of the file"), help_text=help_text, **kwargs)

    def offer(self, row: Any) -> None:
        """Let one choose from the released documents of a row's dossier."""
        held = row.dossier.documents.released().order_by("-received_at", "-pk")
        named = [(it.sha256, f"{it.title} – {legal_day(it.received_at):%d.%m.%Y} – {it.sha256[:12]}…") for it in held]
        self.choices = [("", nothing_chosen(required=self.required)), *named]


class HeldRole(forms.ChoiceField):
    """One of the roles that a person holds."""

    def offer(self, person: User) -> None:
        """Let one choose from the person's roles."""
        self.choices = [(role, label) for role, label in Role.choices if role in person.roles]


class NothingForm(forms.Form):
    """An act that asks only whether one is sure."""


class EmailForm(forms.Form):
    """Whom to invite."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)


class LesserRoleForm(forms.Form):
    """A role that one administrator gives."""

    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, role.label) for role in LESSER])


class PowerForm(forms.Form):
    """A role that two administrators give."""

    role = forms.ChoiceField(label=_("Role"), choices=[(role.value, role.label) for role in POWERS])


class EndRoleForm(forms.Form):
    """A role to end."""

    role = HeldRole(label=_("Role"))


class RegisterFirmForm(forms.Form):
    """A firm as it is written in the trade registry."""

    legal_name = NameField(label=_("Full legal name"), max_length=300)
    vkn = forms.CharField(label=_("Tax number (VKN)"), max_length=20, validators=[check_vkn])
    kep = forms.EmailField(
        label=_("KEP address"), max_length=254, validators=[check_kep], help_text=_("Notices of the ministry go there.")
    )
    mersis = forms.CharField(label=_("MERSİS number"), max_length=20, required=False, validators=[check_mersis])
    province = forms.CharField(label=_("Province"), max_length=60, required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    postal = forms.CharField(
        label=_("Postal address"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class RenameForm(forms.Form):
    """A new legal name."""

    legal_name = NameField(label=_("Full legal name"), max_length=300)
    document = DocumentField()


class KepForm(forms.Form):
    """A new KEP address."""

    kep = forms.EmailField(label=_("KEP address"), max_length=254, validators=[check_kep])
    document = DocumentField()


class AddressForm(forms.Form):
    """A new postal address."""

    text = forms.CharField(label=_("Postal address"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class SignatoryForm(forms.Form):
    """Who binds the firm."""

    full_name = NameField(label=_("Full name"), max_length=200)
    identity_number = forms.CharField(
        label=_("T.C. identity number"), max_length=20, strip=True, validators=[check_identity]
    )
    source = forms.CharField(label=_("Source document"), max_length=200, help_text=_("For example the signature list."))
    from_on = forms.DateField(label=_("From"), widget=Day())
    jointly = forms.BooleanField(label=_("Signs jointly with others"), required=False)


class EndSignatoryForm(forms.Form):
    """The last valid day of an authority to sign."""

    until_on = forms.DateField(label=_("Last valid day"), widget=Day())


class DocumentForm(forms.Form):
    """The document that an act rests on."""

    document = DocumentField()


class MergeForm(forms.Form):
    """Into which firm another one is merged."""

    into = forms.CharField(label=_("Tax number (VKN) of the firm that goes on"), max_length=10, validators=[check_vkn])
    document = DocumentField()

    def clean_into(self) -> int:
        """Return the living firm with this tax number."""
        firm = Firm.objects.filter(vkn=self.cleaned_data["into"], ended_at=None).first()
        if firm is None:
            raise ValidationError(_("No living firm has this tax number."))
        return firm.pk


class HandOverForm(forms.Form):
    """To whom at the desk a matter goes; nobody where none is chosen."""

    to = forms.ModelChoiceField(User.objects.none(), label=_("To whom"), required=False, empty_label=_("nobody"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: forms.ModelChoiceField[User] = self.fields["to"]  # type: ignore[assignment]  # as declared above
        field.queryset = people_of_the_desk()


class ReasonForm(forms.Form):
    """Why a proposal is declined."""

    reason = forms.CharField(label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
