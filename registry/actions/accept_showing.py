"""An officer accepts a document that an integrator must hold: it holds from then on, until its last valid day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from documents.models import DocumentState
from kep_gateway.letters import tell, worded
from law.explain import date_short
from ledger.acts import Act, acting, record, refuse
from ledger.errors import Obstacle
from registry.conditions.obligations import days_stand, owed_still
from registry.due import held
from registry.models import Showing
from registry.notices import DOCUMENT_ACCEPTED
from registry.obligations import count_holding, last_day

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("registry.accept_showing", _("Accept the document"), done=_("Document accepted"), clause="2")


def obstacles(showing: Showing, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why a document cannot be accepted: judged already, not scanned, not owed any more, or over."""
    if showing.accepted_at or showing.refused_at:
        yield Obstacle("judged", _("This document has been judged."))
    if showing.document.state != DocumentState.CLEAN:
        yield Obstacle("not_clean", _("The file has not passed the virus scan."))
    yield from owed_still(showing.obligation)
    days = {"dated_on": showing.dated_on, "valid_until_on": showing.valid_until_on}
    yield from days_stand(showing.obligation, at=at, **days)


def accept_showing(showing_id: int, *, by: User, at: datetime, seen: int | None = None) -> Showing:
    """Accept what was shown; the obligation's term is counted anew in the same transaction.

    Raises:
        NotAllowed, Refused: see `obstacles`, or a stale page.
    """
    with acting():
        held(Showing.objects.values_list("obligation__integrator", flat=True).get(pk=showing_id), at)
        rows = Showing.objects.select_related(
            "obligation__requirement", "obligation__integrator", "document", "dossier"
        )
        showing = rows.get(pk=showing_id)
        refuse(ACT, showing, obstacles(showing, at=at), by=by, seen=seen)
        showing.accepted_at = at
        showing.save(update_fields=["accepted_at"])
        facts = {"showing": showing.pk, "obligation": showing.obligation_id, "holds_through": last_day(showing)}
        step = record(ACT, showing, by=by, at=at, facts=facts, documents=[showing.document.sha256])
        count_holding(showing.obligation, at=at, step=step)
        last = last_day(showing)
        said_of_it = {
            "what": showing.obligation.requirement.title_tr,
            "holds_through": date_short(last) if last else "",
        }
        tell(worded(DOCUMENT_ACCEPTED, showing, **said_of_it), step=step, by=by, at=at)
    return showing
