"""The plain e-mail outbox: invitations and reminders. Nothing legal depends on it."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q, QuerySet

from accounts.models import Mail, Mandate
from ledger.models import Dossier
from ledger.wake import wake

log = structlog.get_logger("sicil.mail")

MOST_ATTEMPTS = 20


def enqueue(to: str, subject: str, body: str, *, at: datetime) -> Mail:
    """Put one e-mail into the outbox, in the caller's transaction."""
    wake("accounts.send_mail")
    return Mail.objects.create(to=to, subject=" ".join(subject.split())[:200], body=body, created_at=at)


def enqueue_reminder(dossier: Dossier, title: str, explanation: str, *, at: datetime) -> None:
    """Remind everybody who acts for the dossier's firm of a term that is about to end."""
    if dossier.firm is None:
        return
    body = f"{explanation}\n\n{dossier.number}\n{settings.SITE}\n\nBu ileti hatırlatmadır; hukuki sonucu yoktur.\n"
    for mandate in Mandate.objects.filter(firm=dossier.firm, until_at=None).select_related("person"):
        enqueue(mandate.person.email, f"Hatırlatma: {title}", body, at=at)


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
