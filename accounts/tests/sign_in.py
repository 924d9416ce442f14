"""Signing a test client in, with or without a second factor."""

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import User
from accounts.second_factor import give_totp, has_second_factor
from law.clock import now

TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def signed_in(client: Client, person: User, *, second_factor: bool = True) -> Client:
    """Sign a client in; with a second factor its session has just shown an authenticator app."""
    client.force_login(person, backend="accounts.signed_in.SignedIn")
    if second_factor:
        if not has_second_factor(person):
            give_totp(person, TOTP_SECRET)
        totp = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP)
        session = client.session
        at = now().timestamp()
        session[AUTHENTICATION_METHODS_SESSION_KEY] = [
            {"method": "password", "at": at},
            {"method": "mfa", "at": at, "id": totp.pk, "type": "totp"},
        ]
        session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(person.pk)
        session.save()
    return client
