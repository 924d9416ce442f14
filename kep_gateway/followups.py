"""What the gateway does when it hears of a lower room's Step: it only schedules."""

from __future__ import annotations

from django.dispatch import receiver

from ledger.models import Step
from ledger.signals import moved
from ledger.wake import wake


@receiver(moved, dispatch_uid="kep_gateway.year_loaded")
def year_loaded(sender: type, step: Step, **kwargs: object) -> None:
    """Have the terms opened that waited for a year's holidays, once they are committed."""
    if step.act == "policies.load_year":
        wake("kep_gateway.collect")
