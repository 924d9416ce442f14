"""An integrator acted against the agreement: passive, by two persons, on a proof."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from documents.models import Document
from kep_gateway.letters import Text, tell, worded
from ledger.acts import Act, acting, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience, Proposal
from registry.arising import arise
from registry.conditions.grounds import document_stands, not_ended, said
from registry.due import held
from registry.lifecycle import GroundKind, Standing
from registry.models import Ground, Integrator
from registry.notices import PASSIVATED
from registry.previews import Effect, previewed, with_ground
from registry.publication import publish
from registry.queries import open_grounds, standing_of

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "registry.passivate",
    _("Make passive: acted against the agreement"),
    done=_("Made passive: acted against the agreement"),
    clause="2",
    audience=Audience.PUBLIC,
    two_persons=True,
)
SUBJECT = "registry.Integrator"


def obstacles(
    integrator: Integrator,
    *,
    at: datetime,
    proof_id: int | None = None,
    article: str | None = None,
    why_no_period: str | None = None,
    hearing: str | None = None,
) -> Iterator[Obstacle]:
    """Yield why a breach makes nobody passive: ended, no proof, something unsaid, or this proof has been used."""
    yield from not_ended(integrator)
    if proof_id is not None:
        yield from document_stands(integrator.dossier, proof_id, field="proof_id")
        if any(ground.proof_id == proof_id for ground in open_grounds(integrator)):
            yield Obstacle("used", _("A ground with this proof is open already."), "2", "proof_id")
    yield from said(article=article, why_no_period=why_no_period, hearing=hearing)


def preview(
    integrator: Integrator, *, at: datetime, proof_id: int, article: str, why_no_period: str, hearing: str
) -> dict[str, Any]:
    """Return the entry before and after, the letter and its way, the terms, and what would follow."""
    text = _wording(integrator, Document.objects.get(pk=proof_id), article, why_no_period, hearing)
    return previewed(integrator, [text], Effect(with_ground(integrator, GroundKind.CONTRACT_BREACH, at)), at=at)


def passivate(
    integrator_id: int,
    *,
    by: User,
    at: datetime,
    proposal: Proposal,
    proof_id: int,
    article: str,
    why_no_period: str,
    hearing: str,
    seen: int | None = None,
) -> Ground:
    """Arise the ground of a proven breach: no remedy period is owed for it, and the act says why.

    Raises:
        NotAllowed, Refused: see `obstacles`, or no proposal that a second person approved.
    """
    with acting():
        integrator = held(integrator_id, at)
        said_of_it = {"article": article, "why_no_period": why_no_period, "hearing": hearing}
        found = obstacles(integrator, at=at, proof_id=proof_id, **said_of_it)
        refuse(ACT, integrator, found, by=by, seen=seen, proposal=proposal)
        before, proof = standing_of(integrator, at), Document.objects.get(pk=proof_id)
        breach = {"proof": proof, **said_of_it}
        ground = arise(integrator, GroundKind.CONTRACT_BREACH, by=by, at=at, proposal=proposal, **breach)
        facts = {"ground": ground.pk, "proposal": proposal.pk}
        step = record(
            ACT,
            integrator,
            by=by,
            at=at,
            before=before,
            after=Standing.PASSIVE,
            ground=ground.kind,
            facts=facts,
            documents=[proof.sha256],
        )
        tell(_wording(integrator, proof, article, why_no_period, hearing), step=step, by=by, at=at)
        publish(ACT.name, integrator.slug, at)
    return ground


def _wording(integrator: Integrator, proof: Document, article: str, why_no_period: str, hearing: str) -> Text:
    facts = {"proof": proof.title, "article": article, "why_no_period": why_no_period, "hearing": hearing}
    return worded(PASSIVATED, integrator, **facts)
