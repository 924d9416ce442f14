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


@receiver(moved, dispatch_uid="kep_gateway.address_entered")
def address_entered(sender: type, step: Step, **kwargs: object) -> None:
    """Have a firm's new KEP address looked up, once it is committed."""
    if step.act in {"accounts.register_firm", "accounts.change_kep"}:
        wake("kep_gateway.collect")
