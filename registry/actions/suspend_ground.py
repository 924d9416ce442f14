"""A court stays a ground: as if it were absent, until the stay is lifted. Two persons, with the court's document."""

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
from registry.conditions.grounds import document_stands, ground_stands
from registry.due import held
from registry.models import Ground, Integrator, Suspension
from registry.notices import STAYED
from registry.previews import Effect, previewed, without_ground
from registry.publication import publish
from registry.queries import open_grounds, open_stays, standing_of

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "registry.suspend_ground",
    _("Enter a court's stay"),
    done=_("Court's stay entered"),
    clause="2",
    audience=Audience.PUBLIC,
    two_persons=True,
)
SUBJECT = "registry.Integrator"


def obstacles(
    integrator: Integrator, *, at: datetime, ground_id: int | None = None, document_id: int | None = None
) -> Iterator[Obstacle]:
    """Yield why no ground can be stayed: none is open, a foreign or stayed one is named, or no document."""
    stayed = {stay.ground_id for stay in open_stays(integrator)}
    if all(ground.pk in stayed for ground in open_grounds(integrator)):
        yield Obstacle("no_ground", _("There is no open ground without a stay."))
    if ground_id is not None:
        yield from ground_stands(integrator, ground_id)
        yield from document_stands(integrator.dossier, document_id)
        if ground_id in stayed:
            yield Obstacle("stayed", _("This ground is stayed already."), "2", "ground_id")


def preview(integrator: Integrator, *, at: datetime, ground_id: int, document_id: int) -> dict[str, Any]:
    """Return the entry before and after, the letter and its way, the terms, and what would follow."""
    ground = Ground.objects.get(pk=ground_id)
    text = _wording(integrator, ground, Document.objects.get(pk=document_id))
    return previewed(integrator, [text], Effect(without_ground(integrator, ground)), at=at)


def suspend_ground(
    integrator_id: int,
    *,
    by: User,
    at: datetime,
    proposal: Proposal,
    ground_id: int,
    document_id: int,
    seen: int | None = None,
) -> Suspension:
    """Stay a ground from now on; without another ground the integrator is active during the stay.

    Raises:
        NotAllowed, Refused: see `obstacles`, or no proposal that a second person approved.
    """
    with acting():
        integrator = held(integrator_id, at)
        found = obstacles(integrator, at=at, ground_id=ground_id, document_id=document_id)
        refuse(ACT, integrator, found, by=by, seen=seen, proposal=proposal)
        before = standing_of(integrator, at)
        ground, document = Ground.objects.get(pk=ground_id), Document.objects.get(pk=document_id)
        stay = Suspension.objects.create(ground=ground, from_at=at, document=document, proposal=proposal)
        facts = {"ground": ground.pk, "stay": stay.pk, "proposal": proposal.pk}
        step = record(
            ACT,
            integrator,
            by=by,
            at=at,
            before=before,
            after=standing_of(integrator, at),
            ground=ground.kind,
            facts=facts,
            documents=[document.sha256],
        )
        tell(_wording(integrator, ground, document), step=step, by=by, at=at)
        publish(ACT.name, integrator.slug, at)
    return stay


def _wording(integrator: Integrator, ground: Ground, document: Document) -> Text:
    return worded(STAYED, integrator, ground_on=date_short(legal_day(ground.at)), document=document.title)
