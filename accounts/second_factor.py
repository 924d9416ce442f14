"""The second factor: who has one, when it was last shown, and where to show it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.authentication import get_authentication_records

# allauth has no public call that asks for a second factor of the session and brings the very request back
from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from law.clock import now
from ledger.reading import once

if TYPE_CHECKING:
    from accounts.models import User

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@once
def has_second_factor(person: User) -> bool:
    """Tell whether the person has an authenticator app or a passkey; recovery codes alone are none."""
    return Authenticator.objects.filter(user=person, type__in=FACTORS).exists()


def second_factor_fresh(request: HttpRequest) -> bool:
    """Tell whether this session showed a second factor within `ACCOUNT_REAUTHENTICATION_TIMEOUT` seconds."""
    if not request.user.is_authenticated:
        return False
    shown = [it["at"] for it in get_authentication_records(request, request.user) if it["method"] == "mfa"]
    return bool(shown) and now().timestamp() - max(shown) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def ask_again(request: HttpRequest) -> HttpResponseBase:
    """Send the person to show the second factor, and afterwards back to this very request, its form included."""
    held = set(Authenticator.objects.filter(user_id=request.user.pk).values_list("type", flat=True))
    if not held & set(FACTORS):
        return redirect("mfa_index")
    by_code = Authenticator.Type.TOTP in held
    answer: HttpResponseBase = suspend_request(
        request, reverse("mfa_reauthenticate" if by_code else "mfa_reauthenticate_webauthn")
    )
    return answer


def give_totp(person: User, secret: str) -> None:
    """Give a person an authenticator app with a known base32 secret: for the demo and the tests."""
    TOTP.activate(person, secret)
