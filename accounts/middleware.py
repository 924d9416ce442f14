"""People of the ministry set up a second factor before anything else."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.second_factor import has_second_factor

OPEN = frozenset({"account_logout", "account_reauthenticate", "set_language"})


class SecondFactorMiddleware:
    """Send somebody with a role but no authenticator to the set-up page, from wherever they go."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponseBase | None:
        """Let through who needs no second factor, has one, or is about to set it up."""
        name = (request.resolver_match.url_name if request.resolver_match else None) or ""
        if not request.user.is_authenticated or name in OPEN or name.startswith("mfa_"):
            return None
        if not request.user.roles or has_second_factor(request.user):
            return None
        messages.warning(request, _("Your role needs a second factor. Set it up first."))
        return redirect("mfa_index")
