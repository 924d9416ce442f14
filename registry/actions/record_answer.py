"""An officer records that a document which was asked for came by KEP or on paper: it lies in the dossier already."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from documents.models import Document
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from registry.conditions.grounds import document_stands, not_ended
from registry.demanding import in_time
from registry.models import Demand

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "registry.record_answer",
    _("Record that the document came another way"),
    done=_("Document that came another way recorded"),
    clause="3/a",
    arrow="to_answered",
)


def obstacles(demand: Demand, *, at: datetime, document_id: int | None = None) -> Iterator[Obstacle]:
    """Yield why nothing can be recorded: ended, no document of the dossier, or one from before it was asked for."""
    yield from not_ended(demand.integrator)
    if document_id is not None:
        yield from document_stands(demand.dossier, document_id)
        if Document.objects.filter(pk=document_id, received_at__lt=demand.asked_at).exists():
            message = _("This document came before it was asked for.")
            yield Obstacle("came_before", message, "3/a", "document_id")


def record_answer(demand_id: int, *, by: User, at: datetime, document_id: int, seen: int | None = None) -> Demand:
    """Bind a document of the dossier as the answer; it counts from the instant at which it came in.

    Raises:
        NotAllowed, Refused: see `obstacles`, answered or decided already, or a stale page.
    """
    with acting():
        demand = lock(Demand, demand_id)
        refuse(ACT, demand, obstacles(demand, at=at, document_id=document_id), by=by, seen=seen)
        before, document = demand.status, Document.objects.get(pk=document_id)
        demand.to_answered()
        demand.document, demand.answered_at = document, document.received_at
        demand.save()
        facts = {"demand": demand.pk, "in_time": in_time(demand)}
        record(ACT, demand, by=by, at=at, before=before, after=demand.status, facts=facts, documents=[document.sha256])
    return demand
