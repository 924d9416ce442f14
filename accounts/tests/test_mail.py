from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.base import BaseEmailBackend

from accounts.mail import MOST_ATTEMPTS, enqueue, enqueue_reminder, send_waiting
from accounts.models import Mail
from accounts.tasks import send_mail
from ledger.models import Dossier, DossierKind, Heartbeat
from ledger.numbers import open_dossier

pytestmark = pytest.mark.django_db


class Broken(BaseEmailBackend):
    """A server that is away."""

    def send_messages(self, messages):
        raise ConnectionRefusedError


def test_what_waits_is_sent_once(at):
    enqueue("a@ornek.invalid", "Bir\nkonu", "Metin", at=at)
    assert [send_waiting(at), send_waiting(at)] == [1, 0]
    (sent,) = django_mail.outbox
    assert (sent.to, sent.subject, sent.body) == (["a@ornek.invalid"], "Bir konu", "Metin")
    assert Mail.objects.get().sent_at == at


def test_a_failing_mail_is_tried_later_and_given_up_at_last(settings, at):
    settings.EMAIL_BACKEND = f"{__name__}.Broken"
    waiting = enqueue("a@ornek.invalid", "Konu", "Metin", at=at)
    assert send_waiting(at) == 0
    waiting.refresh_from_db()
    assert (waiting.attempts, waiting.retry_at) == (1, at + timedelta(minutes=2))
    send_waiting(at + timedelta(minutes=1))
    waiting.refresh_from_db()
    assert waiting.attempts == 1
    for n in range(MOST_ATTEMPTS + 5):
        send_waiting(at + timedelta(days=n + 1))
    waiting.refresh_from_db()
    assert (waiting.attempts, waiting.sent_at) == (MOST_ATTEMPTS, None)


def test_everybody_who_acts_for_the_firm_is_reminded(firm, compliance, at):
    enqueue_reminder(firm.dossier, "Başlık", "Açıklama", at=at)
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == (compliance.email, "Hatırlatma: Başlık")
    assert firm.dossier.number in mail.body


def test_a_dossier_without_a_firm_reminds_nobody(at):
    dossier: Dossier = open_dossier(DossierKind.POLICY, firm=None, at=at)
    enqueue_reminder(dossier, "Başlık", "Açıklama", at=at)
    assert Mail.objects.count() == 0


def test_the_loop_says_that_it_went_round(at):
    send_mail()
    assert Heartbeat.objects.filter(loop="mail").exists()
