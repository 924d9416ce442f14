"""What the pages of an agreement show."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, QuerySet

from contracts.comparing import compared
from contracts.conditions.agreement import agreement_flaws
from contracts.copies import counting, drafted, live_copy, sent_back
from contracts.forms import CountersignedForm, InkForm, SendBackForm
from contracts.models import AgreementCopy, AgreementVersion, Kind, Renewal, VersionDraft
from contracts.versions import AGREEMENT, before, drafted_text, newest, published_text
from deadlines.terms import explained
from law.clock import legal_day
from ledger.acts import may
from ledger.models import DossierKind, Outcome, Proposal
from ledger.offers import offers

if TYPE_CHECKING:
    from accounts.models import User
    from ledger.models import Dossier
    from ledger.offers import Offer

DESK_ACTS = ("contracts.verify_ink", "contracts.request_countersignature", "contracts.upload_countersigned")


def firm_page(dossier: Dossier, person: User, at: datetime, kind: str = AGREEMENT) -> dict[str, Any]:
    """Return the three steps of a firm: the copy, its files, what came back and what is said of it."""
    copy, draft = live_copy(dossier, kind), drafted(dossier, at, kind)
    return {
        **_facts(dossier, at, kind),
        "signatories": draft.data["signatories"],
        "request_offer": _offer("contracts.request_copy", draft, person, at),
        "send": _offer("contracts.receive_signed", copy, person, at),
        "in_application": dossier.kind == DossierKind.APPLICATION,
        "form": SendBackForm(),
    }


def agreement_panel(dossier: Dossier, person: User, at: datetime, kind: str = AGREEMENT) -> dict[str, Any]:
    """Return what `contracts/parts/agreement.html` shows an officer of a dossier's agreement."""
    facts = _facts(dossier, at, kind)
    signed = facts["signed"]
    able = offers(DESK_ACTS, signed, person, at) if signed else ()
    return {
        **facts,
        "offers": {offer.act.name.split(".")[1]: offer for offer in able},
        "ink_form": InkForm(),
        "countersigned_form": CountersignedForm(),
    }


def signed_page(dossier: Dossier, person: User, at: datetime, kind: str) -> dict[str, Any]:
    """Return an integrator's agreement for the desk: the panel, and every renewal with the term that it had."""
    rows = Renewal.objects.filter(dossier=dossier, version__kind=kind).select_related("deadline", "version", "sent")
    rows = rows.select_related(
        "integrator", "integrator__firm", "integrator__dossier", "deadline", "version", "dossier"
    )
    renewals = [
        (it, explained(it.deadline), _offer("contracts.passivate_unreturned", it, person, at))
        for it in rows.order_by("-version__number")
    ]
    return {"dossier": dossier, "kind": kind, "panel": agreement_panel(dossier, person, at, kind), "renewals": renewals}


def versions_page(at: datetime) -> dict[str, Any]:
    """Return all published versions by kind, newest first, and the ones in force today."""
    rows, on = list(_versions()), legal_day(at)
    return {"kinds": [_of_kind(kind, [it for it in rows if it.kind == kind], on) for kind in Kind]}


def _versions() -> QuerySet[AgreementVersion]:
    """Return all versions, newest first, each with its dossier, its term and the drafts that follow it."""
    drafts = VersionDraft.objects.select_related("source", "text", "drafted_by")
    rows = AgreementVersion.objects.select_related("dossier", "signing_term").order_by("-number")
    return rows.prefetch_related(Prefetch("drafts", drafts))


def _of_kind(kind: Kind, versions: list[AgreementVersion], on: date) -> dict[str, Any]:
    held = next((it for it in versions if it.effective_on <= on), None)
    return {"kind": kind, "versions": versions, "in_force": held}


def text_page(version: AgreementVersion) -> dict[str, Any]:
    """Return one version's text and what changed in it since the one before."""
    text, older = published_text(version), before(version)
    return {"version": version, "text": text, "older": older, "comparison": _comparison(version, older)}


def _comparison(version: AgreementVersion, older: AgreementVersion | None) -> Any:
    return compared(published_text(older), published_text(version)) if older else None


def draft_page(draft: VersionDraft) -> dict[str, Any]:
    """Return the words that were read from a draft, and what would change."""
    text, version = drafted_text(draft.text), draft.follows
    return {"draft": draft, "text": text, "older": version, "comparison": compared(published_text(version), text)}


def publishing_page(person: User, at: datetime) -> dict[str, Any]:
    """Return the versions, who has still to sign them, the drafts, and the proposals that wait for a second person."""
    waiting = Proposal.objects.filter(act="contracts.publish_version", outcome=Outcome.OPEN)
    page = versions_page(at)
    following = [_following(group["versions"], person, at) for group in page["kinds"] if group["versions"]]
    return {**page, "proposals": waiting.select_related("proposed_by"), "next": following}


def _following(versions: list[AgreementVersion], person: User, at: datetime) -> dict[str, Any]:
    """Return the version that the next one of its kind would follow, its drafts, and what the person may do."""
    version = versions[0]
    return {
        "version": version,
        "drafts": version.drafts.all(),
        "published": {it.template for it in versions},
        "may_draft": may(person, "contracts.draft_version", version),
        "publish": _offer("contracts.publish_version", version, person, at),
    }


def _facts(dossier: Dossier, at: datetime, kind: str) -> dict[str, Any]:
    return {
        "dossier": dossier,
        "kind": kind,
        "copy": live_copy(dossier, kind),
        "signed": counting(dossier, kind),
        "sent": sent_back(dossier, kind),
        "missing": list(agreement_flaws(dossier, on=legal_day(at), kind=kind)),
        "renewal": _asked(dossier, at, kind),
        "seen": dossier.head_n,
    }


def _asked(dossier: Dossier, at: datetime, kind: str) -> tuple[Renewal, str] | None:
    """Return what the dossier's integrator was asked to sign last, with the sentence that explains its term."""
    if dossier.kind != DossierKind.INTEGRATOR:
        return None
    version = newest(legal_day(at), kind)
    rows = Renewal.objects.filter(dossier=dossier, version=version).select_related("deadline", "version", "sent")
    found = rows.first()
    return (found, explained(found.deadline)) if found else None


def _offer(
    name: str, row: AgreementCopy | AgreementVersion | Renewal | None, person: User, at: datetime
) -> Offer | None:
    return next(offers((name,), row, person, at), None) if row else None
