"""What the registry does when a lower room writes a Step: a firm's public words changed, so does the list."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from accounts.models import Firm
from ledger.models import Step
from ledger.signals import moved
from registry.listing import read
from registry.models import Integrator, Publication
from registry.publication import publish


@receiver(moved, sender=Firm)
def firm_changed(sender: type[Firm], step: Step, row: Firm, **kwargs: Any) -> None:
    """Publish the list anew when a Step about a firm itself changed what the list says of it."""
    slug = Integrator.objects.filter(firm=row).values_list("slug", flat=True).first()
    newest = Publication.objects.order_by("-sequence").first()
    if slug is None or newest is None:
        return
    listed = next((entry for entry in read(bytes(newest.as_json)) if entry["slug"] == slug), {})
    if any(listed.get(field) != getattr(row, field) for field in ("legal_name", "province", "website")):
        publish(step.act, slug, step.at)
