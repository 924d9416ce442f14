"""The copy that counts in a dossier, what came back on it, and the firm's data as a new copy would print it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from contracts.models import AgreementCopy
from contracts.versions import AGREEMENT, newest
from documents.queries import documents_of
from law.clock import legal_day
from ledger.reading import once
from ledger.together import together

if TYPE_CHECKING:
    from accounts.models import Firm
    from contracts.models import SignedAgreement
    from ledger.models import Dossier


@once
def copies(dossier: Dossier) -> list[AgreementCopy]:
    """Return every copy issued in a dossier with what came back on it, oldest first, in one question."""
    rows = AgreementCopy.objects.filter(dossier=dossier).select_related("version", "firm", "dossier")
    return together(rows, "signed__dossier", "signed__countersigning")


def live_copy(dossier: Dossier, kind: str = AGREEMENT) -> AgreementCopy | None:
    """Return the dossier's copy of one kind that no later one has replaced."""
    return next((copy for copy in copies(dossier) if copy.kind == kind and copy.superseded_at is None), None)


@once
def counting(dossier: Dossier, kind: str = AGREEMENT) -> SignedAgreement | None:
    """Return what counts as the firm's signature on the live copy: the last that binds, else the last sent."""
    rows = [row for row in sent_back(dossier, kind) if row.copy.superseded_at is None]
    return next((row for row in rows if row.binds), rows[0] if rows else None)


@once
def sent_back(dossier: Dossier, kind: str = AGREEMENT) -> list[SignedAgreement]:
    """Return everything that the firm sent back in a dossier, newest first, with all that its judgement asks for."""
    rows = [signed for copy in copies(dossier) if copy.kind == kind for signed in copy.signed.all()]
    documents = {it.pk: it for it in documents_of(dossier)} if rows else {}
    for signed in rows:
        signed.document = documents[signed.document_id]
        if signed.countersigned_id is not None:
            signed.countersigned = documents[signed.countersigned_id]
    return sorted(rows, key=lambda it: (it.sent_at, it.pk), reverse=True)


def drafted(dossier: Dossier, at: datetime, kind: str = AGREEMENT) -> AgreementCopy:
    """Return the copy that would be issued now, unsaved; it has no version while none is published."""
    assert dossier.firm
    known = {"dossier": dossier, "firm": dossier.firm, "kind": kind, "requested_at": at}
    draft = AgreementCopy(data=printed(dossier.firm, at), **known)
    if version := newest(legal_day(at), kind):
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
