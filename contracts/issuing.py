"""The worker's loop that prints what waits: copies that firms asked for, and the blank form of each version.

The rows say what waits; a crash or a second worker costs a rendering, never a copy.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from django.db import transaction
from django.db.models import Q

from contracts.actions.issue_copy import issue_copy
from contracts.models import AgreementCopy, AgreementVersion
from contracts.sheets import Sheet, blank_sheet, copy_sheet
from contracts.versions import blank_forms, blank_kind
from contracts.word import as_docx
from documents.content import DOCX, PDF
from documents.intake import ENDINGS, keep_bytes
from documents.rendering import render_pdf
from law.clock import legal_day
from ledger.acts import Rule
from ledger.errors import Refused

if TYPE_CHECKING:
    from documents.models import Document
    from ledger.models import Dossier

log = structlog.get_logger("sicil.agreements")

RENDERER = Rule("renderer")
BATCH = 20
LONGEST_WAIT = timedelta(hours=1)


def run_waiting(at: datetime) -> int:
    """Print what waits and return how many copies and blank forms were made."""
    waiting = AgreementCopy.objects.filter(issued_at=None, superseded_at=None)
    ready = waiting.filter(Q(retry_at=None) | Q(retry_at__lte=at)).select_related("version__text", "dossier")
    made = sum(_issue(copy, at) for copy in ready[:BATCH])
    return made + sum(_blank(version, at) for version in AgreementVersion.objects.select_related("dossier", "text"))


def _issue(copy: AgreementCopy, at: datetime) -> bool:
    try:
        sheet = copy_sheet(copy, legal_day(at))
        files = _printed(sheet, at)
        with transaction.atomic():
            kept = _keep(copy.dossier, f"{copy.kind}_copy", sheet, files, at)
            issue_copy(copy.pk, by=RENDERER, at=at, pdf=kept[PDF], docx=kept[DOCX])
    except Refused:  # issued or superseded while we were printing
        return False
    except Exception as error:  # one failing copy must not block those behind it
        log.exception("agreement_failed", copy=copy.pk, error=type(error).__name__)
        _postpone(copy.pk, at)
        return False
    return True


def _blank(version: AgreementVersion, at: datetime) -> bool:
    if blank_forms(version):
        return False
    try:
        sheet = blank_sheet(version)
        files = _printed(sheet, at)
        with transaction.atomic():
            _keep(version.dossier, blank_kind(version), sheet, files, at)
    except Exception as error:  # a blank form is a courtesy; copies go on
        log.exception("blank_form_failed", version=version.number, error=type(error).__name__)
        return False
    return True


def _printed(sheet: Sheet, at: datetime) -> dict[str, bytes]:
    return {PDF: render_pdf("agreements/pdf/agreement.html", {"sheet": sheet}), DOCX: as_docx(sheet, at)}


def _keep(dossier: Dossier, kind: str, sheet: Sheet, files: dict[str, bytes], at: datetime) -> dict[str, Document]:
    kept = {}
    for media_type, data in files.items():
        name = f"{sheet.name}-{dossier.number}{ENDINGS[media_type][0]}"
        kept[media_type] = keep_bytes(
            data, dossier=dossier, kind=kind, title=sheet.title, filename=name, media_type=media_type, at=at
        )
    return kept


def _postpone(pk: int, at: datetime) -> None:
    """Note the failure after the rollback and try later: 1, 2, 4 … 60 minutes."""
    with transaction.atomic():
        copy = AgreementCopy.objects.select_for_update(of=("self",)).get(pk=pk)
        copy.attempts += 1
        copy.retry_at = at + min(timedelta(minutes=2 ** min(copy.attempts - 1, 6)), LONGEST_WAIT)
        copy.save(update_fields=["attempts", "retry_at"])
