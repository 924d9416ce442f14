"""What a proposal would do has changed since it was made: it is closed, and proposed anew with the same arguments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ledger.actions.propose import propose
from ledger.acts import Act, acting, lock, may, record
from ledger.errors import NotAllowed, Obstacle, Refused
from ledger.models import Audience, Outcome, Proposal
from ledger.offers import act_module
from ledger.proposing import rebuilt, subject_of

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("ledger.propose_anew", _("Propose anew"), done=_("Proposal made anew"), audience=Audience.MINISTRY)


def obstacles(proposal: Proposal, *, at: datetime, digest: str | None = None) -> Iterator[Obstacle]:
    """Yield why a proposal is not made anew: decided, or it stands as it is and would do the same."""
    if proposal.outcome != Outcome.OPEN:
        yield Obstacle("decided", _("This proposal has been decided."))
    elif digest == proposal.preview_digest and not proposal.expired(at):
        yield Obstacle("unchanged", _("It would do the same as when it was proposed; it can be approved as it is."))


def propose_anew(proposal_id: int, *, by: User, at: datetime) -> Proposal:
    """Close a proposal and propose the same act with the same arguments, by what is so now; return the new one.

    Whoever does this is the first person of the new proposal: another must approve it.

    Raises:
        NotAllowed: no right to propose the act. Refused: decided, unchanged, or the act itself would be refused.
    """
    with acting():
        proposal = lock(Proposal, proposal_id)
        act: Act = act_module(proposal.act).ACT
        row: Any = subject_of(proposal)
        if not may(by, act.propose, row):
            raise NotAllowed([Obstacle("not_allowed", _("You have no authority for this."), act.clause)])
        fresh = rebuilt(proposal, row, at)
        found = [*obstacles(proposal, at=at, digest=fresh.digest), *fresh.obstacles]
        if found:
            raise Refused(found)
        own = proposal.proposed_by_id == by.pk
        proposal.outcome = Outcome.WITHDRAWN if own else Outcome.DECLINED
        proposal.decided_by, proposal.decided_at = by, at
        because = gettext("What it would do had changed; it was proposed anew.")
        proposal.reason = f"{proposal.reason}\n{because}".strip()
        proposal.save()
        facts = {"act": proposal.act, "row": proposal.subject_id, "preview": fresh.digest}
        record(ACT, proposal, by=by, at=at, before=Outcome.OPEN, after=proposal.outcome, facts=facts)
        return propose(proposal.act, type(row), row.pk, by=by, at=at, arguments=proposal.arguments)
