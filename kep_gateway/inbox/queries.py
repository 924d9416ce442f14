"""What is asked of messages to us: the ministry's list of them, and what waits for an officer."""

from __future__ import annotations

from django.db.models import Case, Prefetch, Q, QuerySet, When

from accounts.turkish import search_key
from documents.models import Document
from kep_gateway.inbox.lifecycle import MailStatus
from kep_gateway.models import IncomingMail, MailAttachment

TRAY_FIRST = Case(*(When(status=status, then=place) for place, status in enumerate(MailStatus.values)))
"""The place of a message's status on its way, as the lifecycle lists it."""


def search(query: str, status: str) -> QuerySet[IncomingMail, IncomingMail]:
    """Return the messages whose sender, subject, firm or dossier fits: the tray first, of each the newest first."""
    rows = IncomingMail.objects.select_related("dossier__firm").defer("text", "words", "answers")
    if status in MailStatus.values:
        rows = rows.filter(status=status)
    if words := query.strip():
        key = search_key(words)
        rows = rows.filter(
            Q(words__contains=key) | Q(dossier__firm__name_key__contains=key) | Q(dossier__number__icontains=words)
        )
    return rows.order_by(TRAY_FIRST, "-received_at", "-pk")


def waiting() -> QuerySet[IncomingMail, IncomingMail]:
    """Return the messages that wait for an officer: in the tray, or to be looked at in their dossier."""
    return IncomingMail.objects.filter(status__in=[MailStatus.WAITING, MailStatus.MATCHED])


def attachments_of(mail: IncomingMail) -> QuerySet[MailAttachment, MailAttachment]:
    """Return a message's attachments in their order, with documents and the verdicts on signatures in them."""
    documents = Prefetch("document", Document.objects.prefetch_related("signatures"))
    return mail.attachments.prefetch_related(documents)
