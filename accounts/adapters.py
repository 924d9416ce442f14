"""How allauth makes our people, sends its mail and keeps the secrets of second factors."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib.sites.requests import RequestSite
from django.db import transaction

from accounts.mail import enqueue
from law.clock import now
from ledger.models import DossierKind
from ledger.numbers import open_dossier

if TYPE_CHECKING:
    from allauth.mfa.models import Authenticator
    from django.http import HttpRequest

    from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Opens every person's dossier, and puts e-mails into our outbox instead of sending them inside a request."""

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> User:  # noqa: FBT001, FBT002  # allauth's signature
        """Store a person who signs up, with their dossier."""
        super().save_user(request, user, form, commit=False)
        user.email = user.email.lower()
        with transaction.atomic():
            user.dossier = open_dossier(DossierKind.PERSON, firm=None, at=user.joined_at)
            user.save()
        person: User = user
        return person

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Render one of allauth's e-mails and put it into the outbox."""
        request = current.request
        known = {"request": request, "email": email, "current_site": RequestSite(request), **context}
        message = self.render_mail(template_prefix, email, known)
        enqueue(email, str(message.subject), str(message.body), at=now())


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of authenticator apps sealed, and second factors where they are compulsory."""

    def encrypt(self, text: str) -> str:
        """Seal a secret."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret."""
        return _box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Keep the last second factor of somebody of the ministry: a new one is added before the old one goes."""
        others = type(authenticator).objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        kept = others.exclude(type=type(authenticator).Type.RECOVERY_CODES).exists()
        return kept or not authenticator.user.roles


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"second factor" + settings.CODES_KEY).digest()))
