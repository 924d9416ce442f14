"""An integrator ends: it leaves the list, its page and history stay. Two persons, with a document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from documents.models import Document
from kep_gateway.letters import tell, worded
from kep_gateway.notices import end_terms
from ledger.acts import Act, acting, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience, Proposal
from ledger.numbers import close_dossier
from registry.ahead import look_ahead
from registry.conditions.grounds import document_stands, not_ended
from registry.due import held
from registry.lifecycle import Standing
from registry.models import Integrator
from registry.notices import ENDED
from registry.previews import EVERY, Effect, ended, previewed
from registry.publication import publish
from registry.queries import standing_of
from registry.revoking import revoke_secrets

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "registry.end_integrator",
    _("End the integrator"),
    done=_("Integrator ended"),
    clause="2",
    audience=Audience.PUBLIC,
    two_persons=True,
)
SUBJECT = "registry.Integrator"


def obstacles(integrator: Integrator, *, at: datetime, document_id: int | None = None) -> Iterator[Obstacle]:
    """Yield why an integrator cannot end: it has, or no document says so."""
    yield from not_ended(integrator)
    if document_id is not None:
        yield from document_stands(integrator.dossier, document_id)


def preview(integrator: Integrator, *, at: datetime, document_id: int) -> dict[str, Any]:
    """Return the entry before and after, the letter and its way, the terms, and the secrets that are revoked."""
    text = worded(ENDED, integrator, document=Document.objects.get(pk=document_id).title)
    return previewed(integrator, [text], Effect(ended(integrator, at), stops={EVERY}, revokes=True), at=at)


def end_integrator(
    integrator_id: int, *, by: User, at: datetime, proposal: Proposal, document_id: int, seen: int | None = None
) -> Integrator:
    """End an integrator: its terms are no longer needed, its secrets are revoked, nothing arises by itself any more.

    Raises:
        NotAllowed, Refused: see `obstacles`, or no proposal that a second person approved.
    """
    with acting():
        integrator = held(integrator_id, at)
        found = obstacles(integrator, at=at, document_id=document_id)
        refuse(ACT, integrator, found, by=by, seen=seen, proposal=proposal)
        before, document = standing_of(integrator, at), Document.objects.get(pk=document_id)
        integrator.ended_at = at
        integrator.save(update_fields=["ended_at"])
        close_dossier(integrator.dossier, at=at)
        revoke_secrets(integrator, at=at, because="ended")
        end_terms(integrator.dossier, at=at)
        look_ahead(integrator)
        facts = {"proposal": proposal.pk}
        step = record(
            ACT,
            integrator,
            by=by,
            at=at,
            before=before,
            after=Standing.ENDED,
            facts=facts,
            documents=[document.sha256],
        )
        tell(worded(ENDED, integrator, document=document.title), step=step, by=by, at=at)
        publish(ACT.name, integrator.slug, at)
    return integrator
