"""What officers type about a message to us."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class MatchForm(forms.Form):
    """The dossier that a message belongs to."""

    number = forms.CharField(
        label=_("Number of the dossier"), max_length=30, help_text=_("For example BSV-2026-000012, or ENT-2026-000003.")
    )


class ReopenForm(forms.Form):
    """Why what was decided about a message does not stand."""

    reason = forms.CharField(label=_("Reason"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 4}))


class DismissForm(forms.Form):
    """Why a message belongs to no dossier."""

    reason = forms.CharField(label=_("Reason"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 4}))
