"""The copy that counts in a dossier, what came back on it, and the firm's data as a new copy would print it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from accounts.models import Firm, PostalAddress, Signatory
from contracts.models import AgreementCopy, SignedAgreement
from contracts.versions import newest
from documents.content import PDF
from documents.models import Document
from law.clock import legal_day
from ledger.reading import once

if TYPE_CHECKING:
    from ledger.models import Dossier


COMMITMENT_KIND = "commitment_copy"
"""The kind of the documents that are the commitment (taahhütname) issued beside a copy."""


@once
def live_copy(dossier: Dossier) -> AgreementCopy | None:
    """Return the dossier's copy that no later one has replaced."""
    return AgreementCopy.objects.filter(dossier=dossier, superseded_at=None).select_related("version", "firm").first()


def issued_commitment(dossier: Dossier) -> Document | None:
    """Return the commitment to sign that was issued last, as PDF."""
    return Document.objects.filter(dossier=dossier, kind=COMMITMENT_KIND, media_type=PDF).order_by("-pk").first()


@once
def counting(dossier: Dossier) -> SignedAgreement | None:
    """Return what counts as the firm's signature on the live copy: the last that binds, else the last sent."""
    rows = [row for row in sent_back(dossier) if row.copy.superseded_at is None]
    return next((row for row in rows if row.binds), rows[0] if rows else None)


@once
def sent_back(dossier: Dossier) -> list[SignedAgreement]:
    """Return everything that the firm sent back in a dossier, newest first, with all that its judgement asks for."""
    rows = SignedAgreement.objects.filter(dossier=dossier).order_by("-sent_at", "-pk")
    rows = rows.select_related("dossier", "copy__version", "copy__firm", "document", "countersigning", "countersigned")
    return list(rows.prefetch_related("document__signatures", "copy__firm__signatories"))


def drafted(dossier: Dossier, at: datetime) -> AgreementCopy:
    """Return the copy that would be issued now, unsaved; it has no version while none is published."""
    assert dossier.firm
    draft = AgreementCopy(dossier=dossier, firm=dossier.firm, data=printed(dossier.firm, at), requested_at=at)
    if version := newest(legal_day(at)):
        draft.version = version
    return draft


def printed(firm: Firm, at: datetime) -> dict[str, Any]:
    """Return the firm's data as an agreement prints it at an instant."""
    held = PostalAddress.objects.filter(firm=firm, from_at__lte=at).exclude(until_at__lte=at)
    people = [it for it in Signatory.objects.filter(firm=firm).order_by("pk") if it.binds_on(legal_day(at))]
    return {
        "legal_name": firm.legal_name,
        "vkn": firm.vkn,
        "mersis": firm.mersis,
        "address": held.values_list("text", flat=True).first() or "",
        "kep": firm.kep_on(at),
        "signatories": [{"name": it.full_name, "jointly": it.jointly} for it in people],
    }
