"""An officer refuses a document that was shown, with a reason; the running term goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kep_gateway.letters import tell, worded
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from registry.conditions.grounds import said
from registry.models import Showing
from registry.notices import DOCUMENT_REFUSED
from registry.renewals import hold_or_let_go

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("registry.refuse_showing", _("Refuse the document"), done=_("Document refused"), clause="2")


def obstacles(showing: Showing, *, at: datetime, reason: str | None = None) -> Iterator[Obstacle]:
    """Yield why a document cannot be refused: judged already, or no reason given."""
    if showing.accepted_at or showing.refused_at:
        yield Obstacle("judged", _("This document has been judged."))
    yield from said(reason=reason)


def refuse_showing(showing_id: int, *, by: User, at: datetime, reason: str, seen: int | None = None) -> Showing:
    """Refuse what was shown; the firm reads the reason and may send another.

    Raises:
        NotAllowed, Refused: judged already, no reason, or a stale page.
    """
    with acting():
        showing = lock(Showing, showing_id)
        refuse(ACT, showing, obstacles(showing, at=at, reason=reason), by=by, seen=seen)
        showing.refused_at, showing.refusal = at, reason.strip()
        showing.save(update_fields=["refused_at", "refusal"])
        facts = {"showing": showing.pk, "obligation": showing.obligation_id}
        step = record(ACT, showing, by=by, at=at, facts=facts, documents=[showing.document.sha256])
        hold_or_let_go(showing.obligation.integrator, at)
        said_of_it = {"what": showing.obligation.requirement.title_tr, "reason": showing.refusal}
        tell(worded(DOCUMENT_REFUSED, showing, **said_of_it), step=step, by=by, at=at)
    return showing
