"""What the deadlines room does when it hears of a lower room's Step: it only schedules."""

from __future__ import annotations

from django.dispatch import receiver

from ledger.models import Step
from ledger.signals import moved
from ledger.wake import wake


@receiver(moved, dispatch_uid="deadlines.holiday_added")
def holiday_added(sender: type, step: Step, **kwargs: object) -> None:
    """Have the open terms counted anew once the holiday is committed."""
    if step.act == "policies.add_holiday":
        wake("deadlines.extend")
