"""What two persons could still decide on an application falls with its decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from applications.lifecycle import LIVE, Status
from applications.models import Application
from ledger.acts import Act, Rule, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.guarded import Guarded
from ledger.models import Audience, Outcome, Proposal

ACT = Act(
    "applications.withdraw_proposals",
    _("Open proposals fell with the decision"),
    clause="3/a",
    audience=Audience.MINISTRY,
    rules=frozenset({"decision"}),
)


def obstacles(application: Application, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why nothing falls: the application is not decided, or nothing waits for a second person."""
    if application.status in {Status.DRAFT, *LIVE}:
        yield Obstacle("undecided", _("This application is not decided."), "3/a")
    if not _open(application).exists():
        yield Obstacle("nothing_proposed", _("Nothing waits for a second person."))


def withdraw_proposals(application_id: int, *, by: Rule, at: datetime) -> list[Proposal]:
    """Withdraw every open proposal of a decided application in its author's name.

    Raises:
        Refused: not decided, or nothing waits.
    """
    with acting():
        application = lock(Application, application_id)
        refuse(ACT, application, obstacles(application, at=at), by=by)
        fallen = list(_open(application))
        for proposal in fallen:
            proposal.outcome, proposal.decided_by, proposal.decided_at = Outcome.WITHDRAWN, proposal.proposed_by, at
            proposal.save()
        facts = {"proposals": {proposal.pk: proposal.act for proposal in fallen}}
        record(ACT, application, by=by, at=at, facts=facts)
    return fallen


def _open(application: Application) -> Guarded[Proposal]:
    return Proposal.objects.filter(dossier=application.dossier, outcome=Outcome.OPEN)
