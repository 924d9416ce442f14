"""The scanner port: SICIL_SCANNER names a callable `scan(file) -> str` that says what it found, empty for nothing.

It may raise OSError or TryLater when the scanner is away; the document then waits. Without a scanner nothing is
quarantined.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import IO

import structlog
from django.conf import settings
from django.utils.module_loading import import_string

from documents import store
from documents.actions.settle_scan import settle_scan
from documents.models import Document, DocumentState
from ledger.acts import Rule
from ledger.errors import Refused, TryLater

log = structlog.get_logger("sicil.scanner")

Scan = Callable[[IO[bytes]], str]
SCANNER = Rule("scanner")
BATCH = 100


def scan_waiting(at: datetime) -> int:
    """Scan what waits, outside any transaction, and return how many documents were settled."""
    if not settings.SCANNER:
        return 0
    scan: Scan = import_string(settings.SCANNER)
    waiting = Document.objects.filter(state=DocumentState.QUARANTINED).order_by("pk")[:BATCH]
    return sum(_scan_one(document, scan, at) for document in waiting)


def _scan_one(document: Document, scan: Scan, at: datetime) -> bool:
    try:
        with store.open_file(document.sha256) as file:
            found = scan(file)
        settle_scan(document.pk, by=SCANNER, at=at, found=found)
    except (OSError, TryLater, Refused) as error:  # the scanner is away, or another worker was first
        log.warning("scan_postponed", document=document.pk, error=type(error).__name__)
        return False
    return True
