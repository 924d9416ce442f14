"""What follows of an application's decision beside the act itself."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from applications.actions.withdraw_proposals import withdraw_proposals
from ledger.acts import Rule
from ledger.models import Outcome, Proposal

if TYPE_CHECKING:
    from applications.models import Application

DECISION = Rule("decision")


def drop_proposals(application: Application, *, at: datetime) -> None:
    """Let what still waits for a second person go, once the application is decided: it could not be done any more."""
    if Proposal.objects.filter(dossier=application.dossier, outcome=Outcome.OPEN).exists():
        withdraw_proposals(application.pk, by=DECISION, at=at)
