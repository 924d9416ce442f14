"""A firm shows a document that it must hold for ever."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from documents.intake import Received, keep
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from registry.conditions.obligations import days_stand, owed_still, window_open
from registry.models import Obligation, Showing
from registry.renewals import hold_or_let_go

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("registry.show_document", _("Show the document"), done=_("Document shown"), clause="2")


def obstacles(
    obligation: Obligation, *, at: datetime, dated_on: date | None = None, valid_until_on: date | None = None
) -> Iterator[Obstacle]:
    """Yield why nothing can be shown: not owed, not of concern, one waits to be judged, too early, impossible days."""
    yield from owed_still(obligation)
    if not obligation.concerned:
        yield Obstacle("not_concerned", _("An officer has not found that this concerns the integrator."), "2")
    if obligation.showings.filter(accepted_at=None, refused_at=None).exists():
        yield Obstacle("waiting", _("A document that you sent waits to be judged."), "2")
    yield from window_open(obligation, at)
    yield from days_stand(obligation, dated_on=dated_on, valid_until_on=valid_until_on, at=at)


def show_document(
    obligation_id: int,
    *,
    by: User,
    at: datetime,
    received: Received,
    dated_on: date,
    valid_until_on: date | None = None,
    seen: int | None = None,
) -> Showing:
    """Keep the file and its days; an officer judges it.

    Raises:
        NotAllowed: no mandate of the firm. Refused: see `obstacles`, or a stale page.
    """
    with acting():
        obligation = lock(Obligation, obligation_id)
        found = obstacles(obligation, at=at, dated_on=dated_on, valid_until_on=valid_until_on)
        refuse(ACT, obligation, found, by=by, seen=seen)
        title = obligation.requirement.title_tr
        document = keep(received, dossier=obligation.dossier, kind=obligation.key, title=title, by=by)
        showing = Showing.objects.create(
            dossier=obligation.dossier,
            obligation=obligation,
            document=document,
            dated_on=dated_on,
            valid_until_on=valid_until_on,
            sent_at=at,
        )
        facts = {"obligation": obligation.pk, "showing": showing.pk, "dated_on": dated_on}
        record(ACT, obligation, by=by, at=at, facts=facts, documents=[document.sha256])
        hold_or_let_go(obligation.integrator, at)
    return showing
