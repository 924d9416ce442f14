"""What the room does when it hears of a lower room's Step: what a firm sent in time is counted anew."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from accounts.models import Signatory
from contracts.actions.count_anew import count_anew, obstacles
from contracts.models import Renewal
from documents.models import Document
from ledger.acts import Rule
from ledger.models import Step
from ledger.signals import moved

FOLLOWUP = Rule("followup")


@receiver(moved, sender=Signatory)
def signatory_changed(sender: type[Signatory], step: Step, row: Signatory, **kwargs: Any) -> None:
    """Count anew what a firm sent, once a person was named or ended who binds it."""
    _count_anew(step, integrator__firm=row.firm_id)


@receiver(moved, sender=Document)
def scan_settled(sender: type[Document], step: Step, row: Document, **kwargs: Any) -> None:
    """Count anew once the virus scan of what was sent is over."""
    if step.act == "documents.settle_scan":
        _count_anew(step, sent__document=row)


def _count_anew(step: Step, **which: Any) -> None:
    rows = Renewal.objects.filter(integrator__ended_at=None, **which).select_related(
        "integrator", "deadline", "version"
    )
    for renewal in rows.order_by("dossier_id", "pk"):
        if not any(obstacles(renewal, at=step.at)):
            count_anew(renewal.pk, by=FOLLOWUP, at=step.at)
