"""Letters as they come from the ministry's desk: drafted, sealed, signed by the worker."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import Firm
from documents.actions.seal_letter import seal_letter
from documents.letters import draft
from documents.models import Letter
from documents.signing import run_waiting
from ledger.acts import Rule

SEALER = Rule("letter")


def unsigned(firm: Firm, *, at: datetime, subject: str = "Eksiklik bildirimi") -> Letter:
    """A letter in draft, in the firm's own dossier."""
    with transaction.atomic():
        body = "Başvurunuzda eksiklik görülmüştür.\n\nGereğini rica ederim."
        return draft(firm.dossier, firm=firm, kind="deneme", subject=subject, body=body, by=SEALER, at=at)


def signed(firm: Firm, *, at: datetime, subject: str = "Eksiklik bildirimi") -> Letter:
    """A letter with its number and its verified bytes."""
    letter = unsigned(firm, at=at, subject=subject)
    seal_letter(letter.pk, by=SEALER, at=at)
    run_waiting(at)
    return Letter.objects.get(pk=letter.pk)
