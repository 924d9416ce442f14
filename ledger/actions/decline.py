"""A proposal is declined by a second person, or withdrawn by the one who made it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ledger.acts import Act, acting, lock, may, record
from ledger.errors import NotAllowed, Obstacle, Refused
from ledger.models import Audience, Outcome, Proposal
from ledger.proposing import subject_of

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("ledger.decline", _("Decline"), done=_("Proposal not approved"), audience=Audience.MINISTRY)


def obstacles(proposal: Proposal, *, at: datetime, reason: str | None = None) -> Iterator[Obstacle]:
    """Yield why a proposal cannot be declined: decided already, or no reason given."""
    if proposal.outcome != Outcome.OPEN:
        yield Obstacle("decided", _("This proposal has been decided."))
    if reason is not None and not reason.strip():
        yield Obstacle("no_reason", _("Write the reason."), field="reason")


def decline(proposal_id: int, *, by: User, at: datetime, reason: str) -> Proposal:
    """Decline a proposal with a reason; its own author thereby withdraws it.

    Raises:
        NotAllowed: neither its author nor one who could approve it. Refused: decided, or no reason.
    """
    with acting():
        proposal = lock(Proposal, proposal_id)
        own = proposal.proposed_by_id == by.pk
        if not own and not may(by, proposal.act, subject_of(proposal)):
            raise NotAllowed([Obstacle("not_allowed", _("You have no authority for this."))])
        found = list(obstacles(proposal, at=at, reason=reason))
        if found:
            raise Refused(found)
        proposal.outcome = Outcome.WITHDRAWN if own else Outcome.DECLINED
        proposal.decided_by, proposal.decided_at, proposal.reason = by, at, f"{proposal.reason}\n{reason}".strip()
        proposal.save()
        facts = {"act": proposal.act, "row": proposal.subject_id}
        record(ACT, proposal, by=by, at=at, before=Outcome.OPEN, after=proposal.outcome, facts=facts)
    return proposal
