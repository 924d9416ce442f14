"""Finding what has had its time, and removing the little of it that no legal record rests on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from accounts.mail import MOST_ATTEMPTS
from accounts.models import Invitation, Mail
from kep_gateway.inbox.lifecycle import MailStatus
from kep_gateway.models import Evidence, IncomingMail
from ledger.models import Dossier
from privacy.models import Reading

Due = Callable[[datetime], tuple[QuerySet[Any], ...]]
"""Takes the instant before which records have had their time; returns their rows."""


def sent_mail(before: datetime) -> tuple[QuerySet[Any], ...]:
    """Return e-mails that were sent, or given up, before an instant."""
    given_up = Q(sent_at=None, attempts__gte=MOST_ATTEMPTS, created_at__lt=before)
    return (Mail.objects.filter(Q(sent_at__lt=before) | given_up),)


def unused_invitations(before: datetime) -> tuple[QuerySet[Any], ...]:
    """Return invitations that expired unused before an instant; Steps name them by number only."""
    rows: QuerySet[Invitation] = QuerySet(Invitation)  # not the guarded one: an unused invitation is no legal record
    return (rows.filter(accepted_at=None, expires_at__lt=before),)


def ended_sessions(before: datetime) -> tuple[QuerySet[Any], ...]:
    """Return sessions that ended before an instant, and what the sign-in library noted of any that is gone."""
    live = Session.objects.filter(expire_date__gte=before).values("session_key")
    return Session.objects.filter(expire_date__lt=before), UserSession.objects.exclude(session_key__in=live)


def closed_dossiers(before: datetime) -> tuple[QuerySet[Any], ...]:
    """Return dossiers that were closed before an instant."""
    return (Dossier.objects.filter(closed_at__lt=before),)


def evidence(before: datetime) -> tuple[QuerySet[Any], ...]:
    """Return KEP evidence of events before an instant."""
    return (Evidence.objects.filter(event_at__lt=before),)


def dismissed_mail(before: datetime) -> tuple[QuerySet[Any], ...]:
    """Return KEP messages to us that were found to belong to no dossier before an instant."""
    return (IncomingMail.objects.filter(status=MailStatus.DISMISSED, ended_at__lt=before),)


def readings(before: datetime) -> tuple[QuerySet[Any], ...]:
    """Return the record of who read personal data before an instant."""
    return (Reading.objects.filter(read_at__lt=before),)


def count(due: Due, before: datetime) -> int:
    """Return how many records have had their time."""
    return sum(rows.count() for rows in due(before))


def remove(due: Due, before: datetime) -> int:
    """Remove the records that have had their time, in the caller's transaction, and return how many went."""
    return sum(rows.delete()[0] for rows in reversed(due(before)))
