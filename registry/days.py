"""What days bring that are no end of a condition: a requirement set comes into force, a warning is due."""

from __future__ import annotations

from datetime import datetime

from deadlines.actions.elapse import elapse
from deadlines.models import Deadline
from registry.actions.owe import obstacles as new_duties
from registry.actions.owe import owe
from registry.actions.warn import obstacles as warning_needless
from registry.actions.warn import warn
from registry.due import SWEEPER
from registry.models import Integrator


def set_begins(deadline: Deadline, at: datetime) -> None:
    """Open, at the first instant of a requirement set, what each integrator owes by it."""
    for integrator in Integrator.objects.filter(ended_at=None, approved_at__lt=at).order_by("dossier_id"):
        if not any(new_duties(integrator, at=at)):
            owe(integrator.pk, by=SWEEPER, at=at)
    elapse(deadline.pk, by=SWEEPER, at=at)


def warning_due(deadline: Deadline, at: datetime) -> None:
    """Write the letter that a document's last valid day comes near, unless its term is met or over meanwhile."""
    integrator, term = deadline.dossier.integrator, deadline.reminds
    assert term is not None
    if not any(warning_needless(integrator, at=at, deadline=term)):
        warn(integrator.pk, by=SWEEPER, at=at, deadline_id=term.pk)
