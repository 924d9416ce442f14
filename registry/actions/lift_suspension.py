"""A court's stay is lifted: its ground holds again from now on. Two persons, with a document."""

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
from registry.notices import STAY_LIFTED
from registry.previews import Effect, previewed, unstayed
from registry.publication import publish
from registry.queries import open_stays, standing_of

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "registry.lift_suspension",
    _("Lift a court's stay"),
    done=_("Court's stay lifted"),
    clause="2",
    audience=Audience.PUBLIC,
    two_persons=True,
)
SUBJECT = "registry.Integrator"


def obstacles(
    integrator: Integrator, *, at: datetime, ground_id: int | None = None, document_id: int | None = None
) -> Iterator[Obstacle]:
    """Yield why no stay can be lifted: there is none, a foreign ground is named, or no document."""
    stayed = {stay.ground_id for stay in open_stays(integrator)}
    if not stayed:
        yield Obstacle("no_stay", _("No ground is stayed."))
    if ground_id is not None:
        yield from ground_stands(integrator, ground_id)
        yield from document_stands(integrator.dossier, document_id)
        if ground_id not in stayed:
            yield Obstacle("not_stayed", _("This ground is not stayed."), "2", "ground_id")


def preview(integrator: Integrator, *, at: datetime, ground_id: int, document_id: int) -> dict[str, Any]:
    """Return the entry before and after, the letter and its way, the terms, and what would follow."""
    ground = Ground.objects.get(pk=ground_id)
    text = _wording(integrator, ground, Document.objects.get(pk=document_id))
    return previewed(integrator, [text], Effect(unstayed(integrator, ground)), at=at)


def lift_suspension(
    integrator_id: int,
    *,
    by: User,
    at: datetime,
    proposal: Proposal,
    ground_id: int,
    document_id: int,
    seen: int | None = None,
) -> Suspension:
    """End a stay; its ground makes passive again.

    Raises:
        NotAllowed, Refused: see `obstacles`, or no proposal that a second person approved.
    """
    with acting():
        integrator = held(integrator_id, at)
        found = obstacles(integrator, at=at, ground_id=ground_id, document_id=document_id)
        refuse(ACT, integrator, found, by=by, seen=seen, proposal=proposal)
        before, document = standing_of(integrator, at), Document.objects.get(pk=document_id)
        stay = Suspension.objects.select_related("ground").get(ground=ground_id, until_at=None)
        stay.until_at, stay.lifting_proposal = at, proposal
        stay.save(update_fields=["until_at", "lifting_proposal"])
        facts = {"ground": stay.ground_id, "stay": stay.pk, "proposal": proposal.pk}
        step = record(
            ACT,
            integrator,
            by=by,
            at=at,
            before=before,
            after=standing_of(integrator, at),
            ground=stay.ground.kind,
            facts=facts,
            documents=[document.sha256],
        )
        tell(_wording(integrator, stay.ground, document), step=step, by=by, at=at)
        publish(ACT.name, integrator.slug, at)
    return stay


def _wording(integrator: Integrator, ground: Ground, document: Document) -> Text:
    return worded(STAY_LIFTED, integrator, ground_on=date_short(legal_day(ground.at)), document=document.title)
