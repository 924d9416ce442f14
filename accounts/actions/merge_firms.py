"""Two persons enter that a firm was absorbed by another one."""

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
    "accounts.merge_firms",
    _("Merge into another firm"),
    done=_("Merged into another firm"),
    two_persons=True,
    follows=_("Both firms are told by letter."),
)
SUBJECT = "accounts.Firm"


def obstacles(firm: Firm, *, at: datetime, into: int | None = None, document: str | None = None) -> Iterator[Obstacle]:
    """Yield why a firm cannot be absorbed: it has ended, what is known of it, no live other firm, no document."""
    yield from firm_lives(firm)
    yield from known_of(firm)
    if into is not None and not Firm.objects.filter(pk=into, ended_at=None).exclude(pk=firm.pk).exists():
        yield Obstacle("no_other_firm", _("Choose another firm that has not ended."), field="into")
    yield from rests_on_document(firm.dossier, document)


def preview(firm: Firm, *, at: datetime, into: int, document: str) -> dict[str, Any]:
    """Return which firm would be absorbed by which."""
    survivor = Firm.objects.get(pk=into)
    mandates = firm.mandates.filter(until_at=None).count()
    return {
        "firm": firm.legal_name,
        "vkn": firm.vkn,
        "into": survivor.legal_name,
        "into_vkn": survivor.vkn,
        "mandates": mandates,
        "document": document,
    }


def merge_firms(
    firm_id: int,
    *,
    by: User,
    at: datetime,
    into: int,
    document: str,
    proposal: Proposal | None = None,
    seen: int | None = None,
) -> Firm:
    """End a firm with its mandates and note into which it was merged; both files tell of it, and both are told.

    The absorbed firm's dossier is locked first, as its proposal stands there. Two mergers crosswise at one moment
    make the database refuse one of them, which answers TryLater.

    Raises:
        NotAllowed: no approver. Refused: no approved proposal, ended already, open matters, no document.
    """
    with acting():
        firm = lock(Firm, firm_id)
        lock_matters(firm)  # none is decided at the same moment
        survivor = lock(Firm, into) if into != firm_id and Firm.objects.filter(pk=into).exists() else None
        found = obstacles(firm, at=at, into=into, document=document)
        refuse(ACT, firm, found, by=by, seen=seen, proposal=proposal)
        assert survivor
        for mandate in firm.mandates.filter(until_at=None):
            mandate.until_at = at
            mandate.save()
        firm.ended_at, firm.merged_into = at, survivor
        firm.save()
        close_dossier(firm.dossier, at=at)
        facts = {"firm": firm.pk, "into": survivor.pk}
        ended, grown = (record(ACT, row, by=by, at=at, facts=facts, documents=[document]) for row in (firm, survivor))
        since = date_short(legal_day(at))
        tell_firm("accounts.merged", firm, step=ended, by=by, at=at, into=survivor.legal_name, since=since)
        tell_firm("accounts.absorbed", survivor, step=grown, by=by, at=at, absorbed=firm.legal_name, since=since)
    return firm
