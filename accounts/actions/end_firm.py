"""Two persons enter that a firm's legal personality has ended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from accounts.conditions import firm_lives, rests_on_document
from accounts.hooks import known_of, tell_firm
from accounts.locking import lock_matters
from accounts.models import Firm
from law.clock import legal_day
from law.explain import date_short
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.numbers import close_dossier

if TYPE_CHECKING:
    from accounts.models import User
    from ledger.models import Proposal

ACT = Act(
    "accounts.end_firm",
    _("End the firm"),
    follows=_(
        "All mandates end; nobody acts for the firm here any more. The firm is told at its last address by a letter "
        "that a signatory has still to sign."
    ),
    done=_("Firm ended"),
    two_persons=True,
)
SUBJECT = "accounts.Firm"


def obstacles(firm: Firm, *, at: datetime, document: str | None = None) -> Iterator[Obstacle]:
    """Yield why a firm cannot end: it has, what the rooms above know of it, no document."""
    yield from firm_lives(firm)
    yield from known_of(firm)
    yield from rests_on_document(firm.dossier, document)


def preview(firm: Firm, *, at: datetime, document: str) -> dict[str, Any]:
    """Return which firm would end, and how many mandates with it."""
    mandates = firm.mandates.filter(until_at=None).count()
    return {"firm": firm.legal_name, "vkn": firm.vkn, "mandates": mandates, "document": document}


def end_firm(
    firm_id: int, *, by: User, at: datetime, document: str, proposal: Proposal | None = None, seen: int | None = None
) -> Firm:
    """End a firm and its mandates, as a document proves and a second person approved.

    Raises:
        NotAllowed: no approver. Refused: no approved proposal, ended already, open matters, no document.
    """
    with acting():
        firm = lock(Firm, firm_id)
        lock_matters(firm)  # none is decided at the same moment
        refuse(ACT, firm, obstacles(firm, at=at, document=document), by=by, seen=seen, proposal=proposal)
        for mandate in firm.mandates.filter(until_at=None):
            mandate.until_at = at
            mandate.save()
        firm.ended_at = at
        close_dossier(firm.dossier, at=at)
        firm.save()
        step = record(ACT, firm, by=by, at=at, facts={"firm": firm.pk}, documents=[document])
        tell_firm("accounts.ended", firm, step=step, by=by, at=at, since=date_short(legal_day(at)))
    return firm
