"""What is left of credit and quota at the KEP provider, asked once an hour by the loop and shown at the desk."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.mail import enqueue
from accounts.queries import people_of_the_desk
from kep_gateway.models import ProviderBalance
from kep_gateway.providers.protocol import Balance, provider
from law.clock import legal_day
from ledger.errors import GiveUp, TryLater
from policies.queries import value

log = structlog.get_logger("sicil.kep")
EVERY = timedelta(hours=1)


def balance() -> ProviderBalance | None:
    """Return what the provider told last, None before it told anything."""
    return ProviderBalance.objects.first()


def ask(at: datetime) -> None:
    """Ask the provider where the last answer is an hour old; what it does not tell stays unknown.

    Credit below the policy's number is told to the desk by e-mail, once until there is enough again.
    """
    held = balance()
    if held is not None and held.asked_at is not None and at - held.asked_at < EVERY:
        return
    try:
        told = provider().balance()
    except (TryLater, GiveUp) as error:
        log.info("balance_not_told", error=type(error).__name__)
        return
    with transaction.atomic():
        _keep(told, at)


def _keep(told: Balance, at: datetime) -> None:
    held = ProviderBalance.objects.select_for_update().first() or ProviderBalance()
    held.asked_at = at
    held.credit, held.quota_bytes, held.used_bytes = told.credit, told.quota_bytes, told.used_bytes
    if told.credit is not None:
        least = value("service.least_credit", legal_day(at))
        if told.credit >= least:
            held.low_at = None
        elif held.low_at is None:
            held.low_at = at
            _warn(told.credit, least, at)
    held.save()


def _warn(credit: int, least: int, at: datetime) -> None:
    body = (
        f"KEP hizmet sağlayıcısında {credit} gönderilik kontör kalmıştır; uyarı sınırı {least} gönderidir.\n"
        "Kontör biterse hiçbir yazı KEP ile gönderilemez; gönderim durdurulur ve yazılar bekler.\n\n"
        f"{settings.SITE}{reverse('kep:outbox')}\n"
    )
    for person in people_of_the_desk():
        enqueue(person.email, "KEP kontörü azalıyor", body, at=at)
