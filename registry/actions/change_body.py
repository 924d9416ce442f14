"""An officer records that a body was suspended, withdrawn or is active again.

It makes nobody passive: the integrators that rest on its certificates become tasks, to be verified anew and decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience
from registry.conditions.bodies import has_begun, is_sourced
from registry.models import Body, BodyStanding

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "registry.change_body",
    _("Change the body's status"),
    done=_("Body's status changed"),
    clause="2/b",
    audience=Audience.MINISTRY,
    follows=_(
        "Nobody becomes passive by this. Each integrator whose standing rests on the body's certificates becomes a "
        "task: verify the certificate anew, then decide."
    ),
)


def obstacles(
    body: Body,
    *,
    at: datetime,
    status: str | None = None,
    since_on: date | None = None,
    citation: str | None = None,
    document: str = "",
) -> Iterator[Obstacle]:
    """Yield why a status cannot be recorded: it stands already, begins on a day to come, or rests on nothing."""
    if status is not None and status == body.status:
        yield Obstacle("same_status", _("The body has this status already."), "2/b", "status")
    yield from has_begun(since_on, at)
    yield from is_sourced(body.dossier, citation, document)


def change_body(
    body_id: int,
    *,
    by: User,
    at: datetime,
    status: str,
    since_on: date,
    citation: str,
    document: str = "",
    seen: int | None = None,
) -> Body:
    """Give a body another status from a day on, by a source; the standings before it stay.

    Raises:
        NotAllowed: no officer. Refused: see `obstacles`, or a stale page.
    """
    with acting():
        body = lock(Body, body_id)
        found = obstacles(body, at=at, status=status, since_on=since_on, citation=citation, document=document)
        refuse(ACT, body, found, by=by, seen=seen)
        before, body.status, body.since_on, body.changed_at = body.status, status, since_on, at
        body.save(update_fields=["status", "since_on", "changed_at"])
        paper = body.dossier.documents.filter(sha256=document).first() if document else None
        BodyStanding.objects.create(
            body=body,
            status=status,
            since_on=since_on,
            citation=citation.strip(),
            document=paper,
            officer=by,
            recorded_at=at,
        )
        facts = {"body": body.pk, "since": since_on}
        papers = [document] if document else []
        record(ACT, body, by=by, at=at, before=before, after=status, facts=facts, documents=papers)
    return body
