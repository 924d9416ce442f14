"""What everybody signed in sees of themselves, and the link of an invitation."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts import access
from accounts.access import person_of
from accounts.actions import accept_invitation
from accounts.invitations import token_digest
from accounts.models import Invitation
from accounts.second_factor import has_second_factor
from ledger.edge import done, received_at


@access.person
def me(request: HttpRequest) -> HttpResponse:
    """Who am I here: roles, mandates, second factor, sessions."""
    person = person_of(request)
    context = {
        "person": person,
        "grants": person.role_grants.filter(ended_at=None),
        "mandates": person.mandates.filter(until_at=None).select_related("firm__dossier"),
        "authenticators": Authenticator.objects.filter(user=person),
        "second_factor": has_second_factor(person),
        "sessions": UserSession.objects.filter(user=person).count(),
    }
    return render(request, "accounts/me.html", context)


@never_cache
@access.public
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation and accept it; a stranger is sent to open an account with the invited address."""
    found = Invitation.objects.filter(token_digest=token_digest(token)).select_related("firm", "invited_by").first()
    if found is None:
        raise Http404
    at = received_at(request)
    if not request.user.is_authenticated and not any(accept_invitation.obstacles(found, at=at)):
        get_adapter(request).stash_verified_email(request, found.email)
        return redirect(f"{reverse('account_signup')}?{urlencode({'next': request.path})}")
    if request.method == "POST" and request.user.is_authenticated:
        accept_invitation.accept_invitation(found.pk, by=person_of(request), at=at)
        done(request, _("You accepted the invitation."))
        return redirect("portal_firms" if found.firm else "me")
    person = person_of(request) if request.user.is_authenticated else None
    reasons = tuple(accept_invitation.obstacles(found, at=at, by=person))
    return render(request, "accounts/invitation.html", {"invitation": found, "obstacles": reasons})
