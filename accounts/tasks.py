"""The outbox loop of plain e-mail."""

from celery import shared_task

from accounts.mail import send_waiting
from law.clock import now
from ledger.heartbeat import beat


@shared_task(name="accounts.send_mail")
def send_mail() -> None:
    """Send what waits."""
    send_waiting(now())
    beat("mail")
