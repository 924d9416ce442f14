"""What the registry does when a lower room writes a Step: what the list says, or how, changed, and so does the list."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from accounts.models import Firm
from deadlines.models import Deadline, DeadlineStatus
from ledger.models import Step
from ledger.signals import moved
from policies.models import PolicyFile
from registry.ahead import look_ahead
from registry.listing import read
from registry.models import Integrator, Publication
from registry.publication import BEGUN, SHAPING, publish, shaped_anew, untrue_parts


@receiver(moved, sender=Firm)
def firm_changed(sender: type[Firm], step: Step, row: Firm, **kwargs: Any) -> None:
    """Publish the list anew when a Step about a firm itself changed what the list says of it."""
    slug = Integrator.objects.filter(firm=row, ended_at=None).values_list("slug", flat=True).first()
    newest = Publication.objects.order_by("-sequence").first()
    if slug is None or newest is None:
        return
    listed = next((entry for entry in read(bytes(newest.as_json)) if entry["slug"] == slug), {})
    if any(listed.get(field) != getattr(row, field) for field in ("legal_name", "province", "website")):
        publish(step.act, slug, step.at)


@receiver(moved, sender=PolicyFile)
def list_shaped_anew(sender: type[PolicyFile], step: Step, row: PolicyFile, **kwargs: Any) -> None:
    """Publish the list anew when a policy in force from today on shapes it otherwise; another day's waits for it."""
    newest = Publication.objects.order_by("-sequence").first()
    if (step.act, row.key) != (BEGUN, SHAPING) or newest is None:
        return
    if shaped_anew(newest, step.at) or untrue_parts(newest):
        publish(step.act, "", step.at)


@receiver(moved, sender=Deadline)
def end_moved(sender: type[Deadline], step: Step, row: Deadline, **kwargs: Any) -> None:
    """Keep what is nearest ahead of an integrator, once a holiday or a corrected service moved the end of its term."""
    if row.arises and row.status == DeadlineStatus.OPEN:
        for integrator in Integrator.objects.filter(dossier=row.dossier_id):
            look_ahead(integrator)
