"""The bytes that the worker rendered become the issued agreement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from contracts.models import AgreementCopy
from ledger.acts import Act, Rule, acting, lock, record, refuse
from ledger.errors import Obstacle

if TYPE_CHECKING:
    from documents.models import Document

ACT = Act("contracts.issue_copy", _("Agreement issued"), clause="3/a", rules=frozenset({"renderer"}))


def obstacles(copy: AgreementCopy, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why a copy is not issued: it is already, or a newer one took its place."""
    if copy.issued_at:
        yield Obstacle("issued", _("This copy is issued already."))
    if copy.superseded_at:
        yield Obstacle("superseded", _("A newer copy has taken its place."))


def issue_copy(copy_id: int, *, by: Rule, at: datetime, pdf: Document, docx: Document) -> AgreementCopy:
    """Bind the rendered documents: from now on these bytes, and no others, are the agreement to sign.

    Raises:
        NotAllowed: not the renderer. Refused: issued already, or superseded meanwhile.
    """
    with acting():
        copy = lock(AgreementCopy, copy_id)
        refuse(ACT, copy, obstacles(copy, at=at), by=by)
        copy.pdf, copy.docx, copy.issued_at = pdf, docx, at
        copy.save()
        facts = {"version": copy.version.number, "pdf": pdf.sha256, "docx": docx.sha256}
        record(ACT, copy, by=by, at=at, facts=facts, documents=[pdf.sha256, docx.sha256])
    return copy
