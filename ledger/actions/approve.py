"""The second of two persons approves a proposal, which runs the act."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from ledger.acts import Act, acting, lock, may, record
from ledger.errors import NotAllowed, Obstacle, Refused
from ledger.models import Audience, Outcome, Proposal
from ledger.offers import act_module
from ledger.proposing import preview_digest, preview_of, subject_of

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("ledger.approve", _("Approve"), done=_("Proposal approved"), audience=Audience.MINISTRY)


def obstacles(
    proposal: Proposal, *, at: datetime, by: User | None = None, digest: str | None = None
) -> Iterator[Obstacle]:
    """Yield why a proposal cannot be approved: decided, expired, own, or its facts have changed."""
    if proposal.outcome != Outcome.OPEN:
        yield Obstacle("decided", _("This proposal has been decided."))
    if proposal.expired(at):
        yield Obstacle("expired", _("This proposal has expired; it must be made anew."))
    if by is not None and by.pk == proposal.proposed_by_id:
        yield Obstacle("own_proposal", _("The person who proposed it cannot approve it."))
    if digest is not None and digest != proposal.preview_digest:
        yield Obstacle("facts_changed", _("What it would do has changed since it was proposed; propose it anew."))


def approve(proposal_id: int, *, by: User, at: datetime) -> Any:
    """Approve a proposal and run its act with the proposed arguments, in one transaction. Returns the act's result.

    Raises:
        NotAllowed: no right to be the second person. Refused: own, expired, decided, changed facts, or the act's own.
    """
    with acting():
        proposal = lock(Proposal, proposal_id)
        module = act_module(proposal.act)
        row: Any = subject_of(proposal)
        if not may(by, proposal.act, row):
            raise NotAllowed([Obstacle("not_allowed", _("You have no authority for this."), module.ACT.clause)])
        found = list(obstacles(proposal, at=at, by=by))
        if not found:
            fresh = preview_digest(preview_of(proposal.act, row, proposal.arguments, at), proposal.arguments)
            found = list(obstacles(proposal, at=at, by=by, digest=fresh))
        if found:
            raise Refused(found)
        proposal.outcome, proposal.decided_by, proposal.decided_at = Outcome.APPROVED, by, at
        proposal.save()
        facts = {"act": proposal.act, "row": proposal.subject_id, "preview": proposal.preview_digest}
        record(ACT, proposal, by=by, at=at, before=Outcome.OPEN, after=Outcome.APPROVED, facts=facts)
        do = getattr(module, proposal.act.split(".")[1])
        return do(proposal.subject_id, by=by, at=at, proposal=proposal, **proposal.arguments)
