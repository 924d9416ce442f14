"""Every open ground is remedied by fresh documents: active again, by two persons. All secrets are revoked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from documents.models import Document
from documents.queries import documents_of
from kep_gateway.letters import tell, worded
from law.clock import legal_day
from ledger.acts import Act, acting, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience, Proposal
from registry.conditions.grounds import document_stands, not_ended
from registry.due import held
from registry.hooks import remedy_of, unmet
from registry.lifecycle import Closing, GroundKind, Standing
from registry.models import Ground, Integrator, Obligation
from registry.notices import REACTIVATED
from registry.obligations import holding
from registry.previews import Effect, counted, previewed, remedied, through
from registry.publication import publish
from registry.queries import open_grounds, standing_of
from registry.revoking import revoke_secrets
from registry.terms import (
    VALIDITY,
    VALIDITY_TITLE,
    VERIFICATION,
    Validity,
    open_validity,
    open_verification,
    verification_term,
)
from registry.validity import carried

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "registry.reactivate",
    _("Reactivate"),
    done=_("Reactivated"),
    clause="2",
    audience=Audience.PUBLIC,
    two_persons=True,
)
SUBJECT = "registry.Integrator"
ANY = 0
"""No remedy is chosen yet: any document that would do enables the button."""


def obstacles(integrator: Integrator, *, at: datetime, remedy_id: int | None = ANY) -> Iterator[Obstacle]:
    """Yield why an integrator stays passive: no open ground, no fresh certificate, no remedy of a breach."""
    yield from not_ended(integrator)
    grounds = open_grounds(integrator)
    if not grounds:
        yield Obstacle("no_ground", _("There is no open ground."))
    validity = carried(integrator.firm, at)
    if validity is None:
        yield Obstacle("no_certificate", _("No accepted certificate covers this day."), "2/b")
    elif any(ground.certificate_id == validity.certificate.pk for ground in grounds):
        yield Obstacle("same_certificate", _("A newer certificate than the lapsed one is needed."), "2/b")
    yield from _not_held(grounds, at)
    yield from unmet(integrator, at)
    if remedy_id not in {ANY, None}:
        yield from document_stands(integrator.dossier, remedy_id, field="remedy_id")
    if remedied := [ground for ground in grounds if _wants_remedy(ground)]:
        yield from _remedy_obstacles(integrator, remedied, remedy_id)


def _not_held(grounds: list[Ground], at: datetime) -> Iterator[Obstacle]:
    """A ground that something was not held is remedied by holding it: shown, accepted and not over."""
    for obligation in {it.pk: it for it in map(_obligation, grounds) if it}.values():
        if holding(obligation, legal_day(at)) is None:
            message = _("“%(what)s” must be shown anew, and accepted.") % {"what": obligation.requirement.title}
            yield Obstacle("not_held", message, "2")


def _wants_remedy(ground: Ground) -> bool:
    """Tell whether a document must be named: no certificate, shown document or signed agreement remedies the ground."""
    named = ground.kind == GroundKind.AGREEMENT_NOT_RETURNED or ground.certificate_id is not None
    return not named and _obligation(ground) is None


def _obligation(ground: Ground) -> Obligation | None:
    """Return what had to be held, where the ground is that it was not."""
    return ground.obligation or (ground.showing.obligation if ground.showing else None)


def _remedy_obstacles(integrator: Integrator, grounds: list[Ground], remedy_id: int | None) -> Iterator[Obstacle]:
    """What no certificate or shown document remedies, a document does that came in after the youngest of them."""
    youngest, proofs = max(ground.at for ground in grounds), {ground.proof_id for ground in grounds}
    fresh = {it.pk for it in documents_of(integrator.dossier) if it.received_at > youngest} - proofs
    if not fresh or (remedy_id != ANY and remedy_id not in fresh):
        yield Obstacle("no_remedy", _("No document came in that remedies the ground."), "2", "remedy_id")


def preview(integrator: Integrator, *, at: datetime, remedy_id: int | None = None) -> dict[str, Any]:
    """Return the entry before and after, the grounds that close, the letter and its way, terms and secrets."""
    validity = carried(integrator.firm, at)
    if validity is None:
        return {}  # the certificate has ended since it was proposed: nothing would happen any more
    effect = Effect(
        remedied(integrator),
        stops={VALIDITY, VERIFICATION},
        starts=[through(VALIDITY_TITLE, validity.last), counted(verification_term(at))],
        revokes=True,
    )
    return {
        **previewed(integrator, [worded(REACTIVATED, integrator)], effect, at=at),
        "closes": [[ground.pk, ground.kind] for ground in open_grounds(integrator)],
        "certificate": [validity.certificate.pk, validity.certificate.number],
    }


def reactivate(
    integrator_id: int,
    *,
    by: User,
    at: datetime,
    proposal: Proposal,
    remedy_id: int | None = None,
    seen: int | None = None,
) -> Integrator:
    """Close all open grounds as remedied, count the certificate's term anew and revoke all secrets.

    Raises:
        NotAllowed, Refused: see `obstacles`, or no proposal that a second person approved.
    """
    with acting():
        integrator = held(integrator_id, at)
        refuse(ACT, integrator, obstacles(integrator, at=at, remedy_id=remedy_id), by=by, seen=seen, proposal=proposal)
        validity, before = carried(integrator.firm, at), standing_of(integrator, at)
        assert validity is not None
        documents = _close_grounds(integrator, validity, remedy_id, proposal, at)
        revoke_secrets(integrator, at=at, because="reactivated")
        facts = {"certificate": validity.certificate.pk, "valid_through": validity.last, "proposal": proposal.pk}
        step = record(
            ACT, integrator, by=by, at=at, before=before, after=Standing.ACTIVE, facts=facts, documents=documents
        )
        open_validity(integrator, validity, at=at, step=step)
        open_verification(integrator, at=at, step=step)
        tell(worded(REACTIVATED, integrator), step=step, by=by, at=at)
        publish(ACT.name, integrator.slug, at)
    return integrator


def _close_grounds(
    integrator: Integrator, validity: Validity, remedy_id: int | None, proposal: Proposal, at: datetime
) -> list[str]:
    """Close every open ground with the document that remedies it; return the documents' digests."""
    remedy = Document.objects.filter(pk=remedy_id).first() if remedy_id else None
    used = set()
    for ground in open_grounds(integrator):
        obligation = _obligation(ground)
        if ground.certificate_id is not None:
            document: Document | None = validity.certificate.document
        else:
            shown = holding(obligation, legal_day(at)) if obligation else None
            document = shown.document if shown else remedy_of(ground, at) or remedy
        assert document is not None
        ground.closing, ground.closed_at = Closing.REMEDIED, at
        ground.closing_document, ground.closing_proposal = document, proposal
        ground.save()
        used.add(document.sha256)
    return sorted(used)
