"""Forms about people and firms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import User


class SignupForm(forms.Form):
    """What we ask beside e-mail and password when somebody opens an account."""

    full_name = forms.CharField(label=_("Full name"), max_length=200)

    def signup(self, request: HttpRequest, user: User) -> None:
        """Store the name."""
        user.full_name = self.cleaned_data["full_name"]
        user.save(update_fields=["full_name"])
