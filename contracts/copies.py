"""The copy that counts in a dossier, what came back on it, and the firm's data as a new copy would print it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from accounts.models import Firm, PostalAddress, Signatory
from contracts.models import AgreementCopy, SignedAgreement
from contracts.versions import AGREEMENT, newest
from law.clock import legal_day
from ledger.reading import once

if TYPE_CHECKING:
    from ledger.models import Dossier


@once
def live_copy(dossier: Dossier, kind: str = AGREEMENT) -> AgreementCopy | None:
    """Return the dossier's copy of one kind that no later one has replaced."""
    rows = AgreementCopy.objects.filter(dossier=dossier, kind=kind, superseded_at=None)
    return rows.select_related("version", "firm").first()


@once
def counting(dossier: Dossier, kind: str = AGREEMENT) -> SignedAgreement | None:
    """Return what counts as the firm's signature on the live copy: the last that binds, else the last sent."""
    rows = [row for row in sent_back(dossier, kind) if row.copy.superseded_at is None]
    return next((row for row in rows if row.binds), rows[0] if rows else None)


@once
def sent_back(dossier: Dossier, kind: str = AGREEMENT) -> list[SignedAgreement]:
    """Return everything that the firm sent back in a dossier, newest first, with all that its judgement asks for."""
    rows = SignedAgreement.objects.filter(dossier=dossier, copy__kind=kind).order_by("-sent_at", "-pk")
    rows = rows.select_related("dossier", "copy__version", "copy__firm", "document", "countersigning", "countersigned")
    return list(rows.prefetch_related("document__signatures", "copy__firm__signatories"))


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
