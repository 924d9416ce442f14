"""The copy that counts in a dossier, what came back on it, and the firm's data as a new copy would print it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from contracts.models import AgreementCopy
from contracts.versions import newest
from documents.content import PDF
from documents.queries import documents_of
from law.clock import legal_day
from ledger.reading import once
from ledger.together import together

if TYPE_CHECKING:
    from accounts.models import Firm
    from contracts.models import SignedAgreement
    from documents.models import Document
    from ledger.models import Dossier


COMMITMENT_KIND = "commitment_copy"
"""The kind of the documents that are the commitment (taahhütname) issued beside a copy."""


@once
def copies(dossier: Dossier) -> list[AgreementCopy]:
    """Return every copy issued in a dossier with what came back on it, oldest first, in one question."""
    rows = AgreementCopy.objects.filter(dossier=dossier).select_related("version", "firm", "dossier")
    return together(rows, "signed__dossier", "signed__countersigning", "signed__countersigned")


def live_copy(dossier: Dossier) -> AgreementCopy | None:
    """Return the dossier's copy that no later one has replaced."""
    return next((copy for copy in copies(dossier) if copy.superseded_at is None), None)


def issued_commitment(dossier: Dossier) -> Document | None:
    """Return the commitment to sign that was issued last, as PDF."""
    found = (it for it in documents_of(dossier) if (it.kind, it.media_type) == (COMMITMENT_KIND, PDF))
    return max(found, key=lambda it: it.pk, default=None)


@once
def counting(dossier: Dossier) -> SignedAgreement | None:
    """Return what counts as the firm's signature on the live copy: the last that binds, else the last sent."""
    rows = [row for row in sent_back(dossier) if row.copy.superseded_at is None]
    return next((row for row in rows if row.binds), rows[0] if rows else None)


@once
def sent_back(dossier: Dossier) -> list[SignedAgreement]:
    """Return everything that the firm sent back in a dossier, newest first, with all that its judgement asks for."""
    rows = [signed for copy in copies(dossier) for signed in copy.signed.all()]
    documents = {it.pk: it for it in documents_of(dossier)} if rows else {}
    for signed in rows:
        signed.document = documents[signed.document_id]
    return sorted(rows, key=lambda it: (it.sent_at, it.pk), reverse=True)


def drafted(dossier: Dossier, at: datetime) -> AgreementCopy:
    """Return the copy that would be issued now, unsaved; it has no version while none is published."""
    assert dossier.firm
    draft = AgreementCopy(dossier=dossier, firm=dossier.firm, data=printed(dossier.firm, at), requested_at=at)
    if version := newest(legal_day(at)):
        draft.version = version
    return draft


def printed(firm: Firm, at: datetime) -> dict[str, Any]:
    """Return the firm's data as an agreement prints it at an instant."""
    people = [it for it in firm.filed().signatories.all() if it.binds_on(legal_day(at))]
    return {
        "legal_name": firm.legal_name,
        "vkn": firm.vkn,
        "mersis": firm.mersis,
        "address": firm.post_on(at),
        "kep": firm.kep_on(at),
        "signatories": [{"name": it.full_name, "jointly": it.jointly} for it in people],
    }
