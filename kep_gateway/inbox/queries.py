"""What is asked of messages to us: the ministry's list of them, and what waits for an officer."""

from __future__ import annotations

from django.db.models import Case, Prefetch, Q, QuerySet, When

from accounts.turkish import search_key
from documents.models import Document
from kep_gateway.inbox.lifecycle import MailStatus
from kep_gateway.models import IncomingMail, MailAttachment, MailReopening
from ledger.models import DossierKind

TRAY_FIRST = Case(*(When(status=status, then=place) for place, status in enumerate(MailStatus.values)))
"""The place of a message's status on its way, as the lifecycle lists it."""


def search(query: str, status: str) -> QuerySet[IncomingMail, IncomingMail]:
    """Return the messages whose sender, subject, firm or dossier fits: the tray first, of each the newest first."""
    rows = IncomingMail.objects.select_related("dossier__firm").defer("text", "words", "answers")
    if status in MailStatus.values:
        rows = rows.filter(status=status)
    if words := query.strip():
        rows = rows.filter(fitting(words))
    return rows.order_by(TRAY_FIRST, "-received_at", "-pk")


def fitting(words: str) -> Q:
    """Return what finds messages by sender, subject, number at the provider, firm or dossier."""
    key = search_key(words)
    of_dossier = Q(dossier__firm__name_key__contains=key) | Q(dossier__number__icontains=words)
    return Q(words__contains=key) | Q(message_id__icontains=words) | of_dossier


def waiting() -> QuerySet[IncomingMail, IncomingMail]:
    """Return the messages that wait for an officer: in the tray, or to be looked at in their dossier."""
    return IncomingMail.objects.filter(status__in=[MailStatus.WAITING, MailStatus.MATCHED])


def attachments_of(mail: IncomingMail) -> QuerySet[MailAttachment, MailAttachment]:
    """Return a message's attachments in their order, with documents and the verdicts on signatures in them."""
    documents = Prefetch("document", Document.objects.prefetch_related("signatures"))
    return mail.attachments.prefetch_related(documents)


def held_against(mail: IncomingMail, seen: int | None) -> int | None:
    """Return the number of a Step against which a page about a locked message is held; None: nothing is news to it.

    In a firm's dossier every Step is news; in our mailbox only what was done about this very message.
    """
    if seen is None or mail.dossier.kind != DossierKind.MAILBOX:
        return seen
    about = f"{mail._meta.label_lower}:{mail.pk}"
    return seen if mail.dossier.steps.filter(n__gt=seen, subject=about).exists() else None


def reopenings_of(mail: IncomingMail) -> QuerySet[MailReopening, MailReopening]:
    """Return how often a message was put back into the tray, with what had been decided before."""
    return mail.reopenings.select_related("reopened_by", "ended_by")
