"""The act that sends an applicant's letter, offered on the letter's own page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse

from applications.models import Request
from documents.lifecycle import LetterStatus
from ledger.offers import Offer, offers

if TYPE_CHECKING:
    from accounts.models import User
    from documents.models import Letter


def sending(letter: Letter, person: User, at: datetime) -> Iterator[tuple[Offer, str]]:
    """Yield how a signed letter to an applicant is sent, while it was not."""
    if letter.status != LetterStatus.SIGNED:
        return
    request = Request.objects.filter(letter=letter, sent_at=None).select_related("letter", "application__firm").first()
    if request is not None:
        for offer in offers(("applications.send_request",), request, person, at):
            yield offer, reverse("desk_send_request", args=[request.pk])
