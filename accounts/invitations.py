"""Making an invitation: a row, and a link by plain e-mail. The link's secret is kept as a digest only."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Exists, OuterRef

from accounts.mail import enqueue
from accounts.models import Invitation, Mandate

if TYPE_CHECKING:
    from accounts.models import Firm, User
    from ledger.guarded import Guarded

VALID_FOR = timedelta(days=7)


def inviter_left(invitation: Invitation) -> bool:
    """Tell whether the mandate by which somebody invited to a firm has ended; an officer's invitation needs none."""
    return _of_ended_mandates(Invitation.objects.filter(pk=invitation.pk)).exists()


def waiting(firm: Firm, at: datetime) -> Guarded[Invitation]:
    """Return the firm's invitations that can still be accepted at an instant."""
    rows = firm.invitations.filter(accepted_at=None, expires_at__gt=at)
    return rows.exclude(pk__in=_of_ended_mandates(rows))


def _of_ended_mandates(rows: Guarded[Invitation]) -> Guarded[Invitation]:
    """Return those whose author held a mandate of the firm then that has ended since; a later one revives nothing."""
    held = Mandate.objects.filter(person=OuterRef("invited_by"), firm=OuterRef("firm"))
    then = held.filter(from_at__lte=OuterRef("invited_at"), until_at__gte=OuterRef("invited_at"))
    return rows.filter(Exists(then))


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
