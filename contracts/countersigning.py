"""Concluding the agreement: a row that the approving act writes in passing, in its own transaction."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from contracts.conditions.agreement import countersignature_missing
from contracts.copies import counting
from contracts.models import Ink
from documents.intake import open_to_firm
from ledger.errors import Refused

if TYPE_CHECKING:
    from documents.models import Document
    from ledger.models import Dossier


def bind_countersignature(dossier: Dossier, *, at: datetime) -> Document:
    """Bind the verified bytes that carry both signatures, and let the firm see them; the dossier must be locked.

    Raises:
        Refused: there is no verified countersignature.
    """
    if found := list(countersignature_missing(dossier)):
        raise Refused(found)
    signed = counting(dossier)
    assert signed
    if signed.ink == Ink.ELECTRONIC:
        assert signed.countersigning
        signed.countersigned = signed.countersigning.result
    assert signed.countersigned
    signed.countersigned_at = at
    signed.save()
    open_to_firm(signed.countersigned)
    return signed.countersigned
