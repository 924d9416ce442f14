"""The day on which a requirement set comes into force."""

from __future__ import annotations

from datetime import datetime

from deadlines.actions.elapse import elapse
from deadlines.models import Deadline
from registry.actions.owe import obstacles as new_duties
from registry.actions.owe import owe
from registry.due import SWEEPER
from registry.models import Integrator


def set_begins(deadline: Deadline, at: datetime) -> None:
    """Open, at the first instant of a requirement set, what each integrator owes by it."""
    for integrator in Integrator.objects.filter(ended_at=None, approved_at__lt=at).order_by("dossier_id"):
        if not any(new_duties(integrator, at=at)):
            owe(integrator.pk, by=SWEEPER, at=at)
    elapse(deadline.pk, by=SWEEPER, at=at)
