"""What the pages of an agreement show."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from contracts.conditions.agreement import agreement_flaws
from contracts.copies import counting, drafted, issued_commitment, live_copy, sent_back
from contracts.forms import CountersignedForm, InkForm, SendBackForm
from contracts.models import AgreementCopy, AgreementVersion
from contracts.versions import newest, version_in_force
from law.clock import legal_day
from ledger.models import DossierKind, Outcome, Proposal
from ledger.offers import offers

if TYPE_CHECKING:
    from accounts.models import User
    from ledger.models import Dossier
    from ledger.offers import Offer

DESK_ACTS = ("contracts.verify_ink", "contracts.request_countersignature", "contracts.upload_countersigned")


def firm_page(dossier: Dossier, person: User, at: datetime) -> dict[str, Any]:
    """Return the three steps of a firm: the copy, its files, what came back and what is said of it."""
    copy, draft = live_copy(dossier), drafted(dossier, at)
    return {
        **_facts(dossier, at),
        "commitment": issued_commitment(dossier),
        "signatories": draft.data["signatories"],
        "request_offer": _offer("contracts.request_copy", draft, person, at),
        "send": _offer("contracts.receive_signed", copy, person, at),
        "in_application": dossier.kind == DossierKind.APPLICATION,
        "form": SendBackForm(),
    }


def agreement_panel(dossier: Dossier, person: User, at: datetime) -> dict[str, Any]:
    """Return what `contracts/parts/agreement.html` shows an officer of a dossier's agreement."""
    facts = _facts(dossier, at)
    signed = facts["signed"]
    able = offers(DESK_ACTS, signed, person, at) if signed else ()
    return {
        **facts,
        "offers": {offer.act.name.split(".")[1]: offer for offer in able},
        "ink_form": InkForm(),
        "countersigned_form": CountersignedForm(),
    }


def versions_page(at: datetime) -> dict[str, Any]:
    """Return all published versions, newest first, and the one in force today."""
    versions = AgreementVersion.objects.order_by("-number")
    return {"versions": versions, "in_force": version_in_force(legal_day(at))}


def publishing_page(at: datetime) -> dict[str, Any]:
    """Return the versions, and the proposals that wait for a second person."""
    waiting = Proposal.objects.filter(act="contracts.publish_version", outcome=Outcome.OPEN)
    return {**versions_page(at), "newest": newest(legal_day(at)), "proposals": waiting}


def _facts(dossier: Dossier, at: datetime) -> dict[str, Any]:
    return {
        "dossier": dossier,
        "copy": live_copy(dossier),
        "signed": counting(dossier),
        "sent": sent_back(dossier),
        "missing": list(agreement_flaws(dossier, on=legal_day(at))),
        "seen": dossier.head_n,
    }


def _offer(name: str, row: AgreementCopy | None, person: User, at: datetime) -> Offer | None:
    return next(offers((name,), row, person, at), None) if row else None
