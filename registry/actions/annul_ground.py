"""A ground never was: a mistake or a court's annulment. Two persons, with a document; the list shows the correction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from documents.models import Document
from kep_gateway.letters import Text, tell, worded
from law.clock import legal_day
from law.explain import date_short
from ledger.acts import Act, acting, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience, Proposal
from registry.actions.renew_validity import obstacles as renewal
from registry.actions.renew_validity import renew_validity
from registry.conditions.grounds import document_stands, ground_stands
from registry.due import CERTIFICATE, held
from registry.lifecycle import Closing, GroundKind
from registry.models import Ground, Integrator
from registry.notices import ANNULLED
from registry.previews import Effect, carried_on, previewed, through, without_ground
from registry.publication import publish
from registry.queries import open_grounds, standing_of
from registry.terms import VALIDITY, VALIDITY_TITLE
from registry.validity import onward

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "registry.annul_ground",
    _("Annul a ground: it never was"),
    done=_("Ground annulled: it never was"),
    clause="2",
    audience=Audience.PUBLIC,
    two_persons=True,
)
SUBJECT = "registry.Integrator"


def obstacles(
    integrator: Integrator, *, at: datetime, ground_id: int | None = None, document_id: int | None = None
) -> Iterator[Obstacle]:
    """Yield why no ground can be annulled: none is open, a foreign one is named, or no document."""
    if not open_grounds(integrator):
        yield Obstacle("no_ground", _("There is no open ground."))
    if ground_id is not None:
        yield from ground_stands(integrator, ground_id)
        yield from document_stands(integrator.dossier, document_id)


def preview(integrator: Integrator, *, at: datetime, ground_id: int, document_id: int) -> dict[str, Any]:
    """Return the entry before and after, the letters and their way, the terms, and what would follow."""
    ground = Ground.objects.get(pk=ground_id)
    text = _wording(integrator, ground, Document.objects.get(pk=document_id))
    known = without_ground(integrator, ground)
    lapsed = {it.pk for it in open_grounds(integrator) if it.certificate_id and it.kind == GroundKind.DOCUMENT_LAPSED}
    further = onward(integrator, at) if lapsed <= {ground.pk} else None
    if further is None:
        return previewed(integrator, [text], Effect(known), at=at)
    effect = Effect(known, stops={VALIDITY}, starts=[through(VALIDITY_TITLE, further.last)])
    return previewed(integrator, [text, carried_on(integrator, further)], effect, at=at)


def annul_ground(
    integrator_id: int,
    *,
    by: User,
    at: datetime,
    proposal: Proposal,
    ground_id: int,
    document_id: int,
    seen: int | None = None,
) -> Ground:
    """Annul a ground; the firm's history has no interval for it any more, the correction stays with its day.

    A certificate that covers the day carries the integrator on; without one, no automatic ground is ahead.

    Raises:
        NotAllowed, Refused: see `obstacles`, or no proposal that a second person approved.
    """
    with acting():
        integrator = held(integrator_id, at)
        found = obstacles(integrator, at=at, ground_id=ground_id, document_id=document_id)
        refuse(ACT, integrator, found, by=by, seen=seen, proposal=proposal)
        before = standing_of(integrator, at)
        ground, document = Ground.objects.get(pk=ground_id), Document.objects.get(pk=document_id)
        _close(ground, document, proposal, at)
        facts, after = {"ground": ground.pk, "proposal": proposal.pk}, standing_of(integrator, at)
        moved = {"before": before, "after": after, "ground": ground.kind}
        step = record(ACT, integrator, by=by, at=at, facts=facts, documents=[document.sha256], **moved)
        tell(_wording(integrator, ground, document), step=step, by=by, at=at)
        if not any(renewal(integrator, at=at)):
            renew_validity(integrator.pk, by=CERTIFICATE, at=at)
        publish(ACT.name, integrator.slug, at)
    return ground


def _close(ground: Ground, document: Document, proposal: Proposal, at: datetime) -> None:
    ground.closing, ground.closed_at = Closing.ANNULLED, at
    ground.closing_document, ground.closing_proposal = document, proposal
    ground.save()


def _wording(integrator: Integrator, ground: Ground, document: Document) -> Text:
    return worded(ANNULLED, integrator, ground_on=date_short(legal_day(ground.at)), document=document.title)
