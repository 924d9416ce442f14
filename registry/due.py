"""What the law has done to an integrator by an instant, recorded whenever somebody comes by: sweeper, act or reader."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.db import DatabaseError

from deadlines.actions.elapse import elapse
from deadlines.models import Deadline
from ledger.acts import Rule, lock
from ledger.errors import Refused, TryLater
from registry.actions.lapse import lapse
from registry.actions.renew_validity import obstacles as renewal
from registry.actions.renew_validity import renew_validity
from registry.models import Integrator
from registry.validity import carried

SWEEPER = Rule("sweeper")
CERTIFICATE = Rule("certificate")
log = structlog.get_logger("sicil.registry")


def run_validity(deadline: Deadline, at: datetime) -> None:
    """Run the end of a certificate's term: the automatic ground, or a task for two persons where none is automatic."""
    integrator = deadline.dossier.integrator
    if integrator.active_until == at:
        fall_due(integrator, at)
    else:
        elapse(deadline.pk, by=SWEEPER, at=at)


def fall_due(integrator: Integrator, at: datetime) -> None:
    """Record what happens at `active_until`: another certificate carries the integrator on, or it lapses."""
    if carried(integrator.firm, at) is None:
        lapse(integrator.pk, by=SWEEPER, at=at)
    else:
        renew_validity(integrator.pk, by=SWEEPER, at=at)


def held(integrator_id: int, at: datetime) -> Integrator:
    """Lock an integrator's dossier and read the row, once what fell due before `at` is recorded: an act's first line.

    Raises:
        Integrator.DoesNotExist: no such row.
    """
    integrator = lock(Integrator, integrator_id)
    while integrator.ended_at is None and integrator.active_until is not None and integrator.active_until <= at:
        fall_due(integrator, integrator.active_until)
        integrator = lock(Integrator, integrator_id)
    return integrator


def count_anew(firm_id: int, at: datetime) -> Integrator | None:
    """Let a judged certificate carry its firm's integrator on, if there is one and it changes anything.

    Called inside the act on the certificate; an integrator's dossier was opened after that of its application, so the
    locks are in order.
    """
    found = Integrator.objects.filter(firm=firm_id, ended_at=None).first()
    if found is None:
        return None
    integrator = held(found.pk, at)
    if not any(renewal(integrator, at=at)):
        renew_validity(integrator.pk, by=CERTIFICATE, at=at)
    return integrator


def settle(at: datetime) -> None:
    """Record what fell due for every integrator, each in its own transaction; a failing one waits for the sweeper."""
    due = Integrator.objects.filter(ended_at=None, active_until__lte=at).order_by("active_until", "pk")
    for integrator in due.select_related("firm"):
        assert integrator.active_until is not None
        try:
            fall_due(integrator, integrator.active_until)
        except (Refused, TryLater, DatabaseError) as error:
            log.warning("due_not_recorded", integrator=integrator.pk, error=type(error).__name__)
