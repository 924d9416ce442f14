"""Making an invitation: a row, and a link by plain e-mail. The link's secret is kept as a digest only."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings

from accounts.mail import enqueue
from accounts.models import Invitation

if TYPE_CHECKING:
    from accounts.models import Firm, User

VALID_FOR = timedelta(days=7)


def token_digest(token: str) -> str:
    """Return the digest by which an invitation is found, in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def issue(email: str, *, firm: Firm | None, by: User, at: datetime) -> Invitation:
    """Write an invitation and its e-mail, in the caller's transaction; whoever has the mailbox can accept it."""
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email.strip().lower(),
        firm=firm,
        token_digest=token_digest(token),
        invited_by=by,
        invited_at=at,
        expires_at=at + VALID_FOR,
    )
    where = f"{firm.legal_name} adına işlem yapmaya" if firm else "Bakanlık masasında görev almaya"
    body = (
        f"Entegratör Sicili'nde {where} davet edildiniz.\n\n"
        f"{settings.SITE}/hesap/davet/{token}/\n\n"
        "Bağlantı yedi gün geçerlidir. Bu daveti beklemiyorsanız bir şey yapmanız gerekmez.\n"
    )
    enqueue(invitation.email, "Entegratör Sicili: davet", body, at=at)
    return invitation
