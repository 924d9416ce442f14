"""The first of two persons proposes an act."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from ledger.acts import Act, InDossier, acting, blocked, lock, may, record
from ledger.errors import NotAllowed, Obstacle, Refused
from ledger.models import Audience, Outcome, Proposal
from ledger.offers import act_module
from ledger.proposing import preview_digest, preview_of

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("ledger.propose", _("Propose"), done=_("Proposed"), audience=Audience.MINISTRY)
VALID_FOR = timedelta(days=14)


def obstacles(
    row: InDossier, *, at: datetime, act: str = "", arguments: Mapping[str, Any] | None = None
) -> Iterator[Obstacle]:
    """Yield what would refuse the act itself, and an open proposal for the same thing."""
    module = act_module(act)
    yield from blocked(module.ACT, row)
    yield from module.obstacles(row, at=at, **(arguments or {}))
    if Proposal.objects.filter(act=act, subject_id=row.pk, outcome=Outcome.OPEN, expires_at__gt=at).exists():
        yield Obstacle("already_proposed", _("This is already proposed and waits for a second person."))


def propose(
    act: str,
    model: type[models.Model],
    subject_id: int,
    *,
    by: User,
    at: datetime,
    arguments: Mapping[str, Any] | None = None,
    reason: str = "",
    seen: int | None = None,
) -> Proposal:
    """Propose `act` on one row with JSON arguments; approving it within 14 days runs it unchanged.

    Raises:
        NotAllowed: no right to propose it. Refused: the act would be refused now, or is already proposed.
    """
    proposable: Act = act_module(act).ACT
    plain = dict(arguments or {})
    with acting():
        row: Any = lock(model, subject_id)
        if not proposable.two_persons or not may(by, proposable.propose, row):
            raise NotAllowed([Obstacle("not_allowed", _("You have no authority for this."), proposable.clause)])
        stale = seen is not None and seen != row.dossier.head_n
        found = [Obstacle("stale", _("The matter has changed since you opened this page."))] if stale else []
        found.extend(obstacles(row, at=at, act=act, arguments=plain))
        if found:
            raise Refused(found, since=list(row.dossier.steps.filter(n__gt=seen)) if stale else ())
        _withdraw_expired(act, row, at)
        proposal = _write(act, row, plain, by=by, at=at, reason=reason)
        facts = {"act": act, "row": row.pk, "preview": proposal.preview_digest}
        record(ACT, proposal, by=by, at=at, facts=facts, after=Outcome.OPEN, clause=proposable.clause)
    return proposal


def _write(act: str, row: Any, arguments: dict[str, Any], *, by: User, at: datetime, reason: str) -> Proposal:
    preview = preview_of(act, row, arguments, at)
    return Proposal.objects.create(
        dossier=row.dossier,
        act=act,
        subject_id=row.pk,
        arguments=arguments,
        preview=preview,
        preview_digest=preview_digest(preview, arguments),
        reason=reason,
        proposed_by=by,
        proposed_at=at,
        expires_at=at + VALID_FOR,
    )


def _withdraw_expired(act: str, row: InDossier, at: datetime) -> None:
    """Make room for a new proposal; only an expired one can be left here, and its proposer's silence withdraws it."""
    for old in Proposal.objects.filter(act=act, subject_id=row.pk, outcome=Outcome.OPEN):
        old.outcome, old.decided_by, old.decided_at = Outcome.WITHDRAWN, old.proposed_by, at
        old.save()
