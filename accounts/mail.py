"""The plain e-mail outbox: invitations and reminders. Nothing legal depends on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q, QuerySet

from accounts.models import Mail, Mandate, Role, User
from ledger.models import Dossier
from ledger.wake import wake

log = structlog.get_logger("sicil.mail")

MOST_ATTEMPTS = 20


def enqueue(to: str, subject: str, body: str, *, at: datetime) -> Mail:
    """Put one e-mail into the outbox, in the caller's transaction."""
    wake("accounts.send_mail")
    return Mail.objects.create(to=to, subject=" ".join(subject.split())[:200], body=body, created_at=at)


def enqueue_reminder(dossier: Dossier, title: str, explanation: str, *, at: datetime) -> None:
    """Remind everybody who acts for the dossier's firm of a term that is about to end.

    Of a file of the ministry's own, whoever has taken it on is reminded, else the administrators.
    """
    body = f"{explanation}\n\n{dossier.number}\n{settings.SITE}\n\nBu ileti hatırlatmadır; hukuki sonucu yoktur.\n"
    for email in _reminded(dossier):
        enqueue(email, f"Hatırlatma: {title}", body, at=at)


def _reminded(dossier: Dossier) -> Iterator[str]:
    if dossier.firm is not None:
        yield from Mandate.objects.filter(firm=dossier.firm, until_at=None).values_list("person__email", flat=True)
    elif dossier.handler is not None:
        yield dossier.handler.email
    else:
        held = {"role_grants__role": Role.ADMINISTRATOR, "role_grants__ended_at": None}
        yield from User.objects.filter(is_active=True, **held).values_list("email", flat=True)


def unsent() -> QuerySet[Mail, Mail]:
    """Return the e-mails that will be tried; those given up after 20 times are none of them."""
    return Mail.objects.filter(sent_at=None, attempts__lt=MOST_ATTEMPTS)


def send_waiting(at: datetime) -> int:
    """Send what waits, and return how many went; a failing one is tried again later, up to 20 times."""
    sent = 0
    waiting = unsent().filter(Q(retry_at=None) | Q(retry_at__lte=at))
    for mail in waiting.order_by("pk")[:200]:
        sent += _send(mail, at)
    return sent


def _send(mail: Mail, at: datetime) -> bool:
    try:
        EmailMessage(mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.to]).send()
    except OSError as error:  # smtplib's errors are OSErrors
        mail.attempts += 1
        mail.retry_at = at + timedelta(minutes=2 ** min(mail.attempts, 8))
        mail.save(update_fields=["attempts", "retry_at"])
        log.warning("mail_failed", mail=mail.pk, error=type(error).__name__)
        return False
    mail.sent_at = at
    mail.save(update_fields=["sent_at"])
    return True
