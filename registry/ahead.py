"""What lies ahead of an integrator: the nearest of its running terms at whose end a ground arises by itself."""

from __future__ import annotations

from django.db.models import QuerySet

from deadlines.models import Deadline, DeadlineStatus
from registry.models import Integrator


def ends_ahead(integrator: Integrator) -> QuerySet[Deadline]:
    """Return an integrator's running terms that name a ground, the nearest first."""
    running = Deadline.objects.filter(dossier=integrator.dossier_id, status=DeadlineStatus.OPEN)
    return running.exclude(arises="").order_by("due_at", "pk")


def look_ahead(integrator: Integrator) -> None:
    """Keep what is nearest in the integrator's row, which list, gateway and portal read; its dossier must be locked.

    Every act that opens, moves or closes such a term calls this in its own transaction.
    """
    nearest = ends_ahead(integrator).first()
    integrator.active_until = nearest.due_at if nearest else None
    integrator.next_ground = nearest.arises if nearest else ""
    integrator.save(update_fields=["active_until", "next_ground"])
