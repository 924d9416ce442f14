"""The virus scanner has looked at a document: it is released, or kept shut for good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from documents.models import Document, DocumentState
from ledger.acts import Act, Rule, acting, lock, record, refuse
from ledger.errors import Obstacle

ACT = Act("documents.settle_scan", _("Virus scan settled"), rules=frozenset({"scanner"}))


def obstacles(document: Document, *, at: datetime) -> Iterator[Obstacle]:
    """Yield that the document does not wait for the scan."""
    if document.state != DocumentState.QUARANTINED:
        yield Obstacle("not_quarantined", _("This document does not wait for the virus scan."))


def settle_scan(document_id: int, *, by: Rule, at: datetime, found: str) -> Document:
    """Release a quarantined document, or mark it infected with what was `found` (empty: nothing).

    Raises:
        NotAllowed, Refused: settled already.
    """
    with acting():
        document = lock(Document, document_id)
        refuse(ACT, document, obstacles(document, at=at), by=by)
        document.state = DocumentState.INFECTED if found else DocumentState.CLEAN
        document.save(update_fields=["state"])
        facts = {"document": document.pk, "state": document.state, "found": found[:100]}
        record(ACT, document, by=by, at=at, facts=facts, documents=[document.sha256])
    return document
