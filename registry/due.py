"""What the law has done to an integrator by an instant, recorded whenever somebody comes by: sweeper, act or reader."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import structlog
from django.db import DatabaseError

from deadlines.actions.elapse import elapse
from deadlines.models import Deadline, DeadlineStatus
from ledger.acts import Rule, acting, lock
from ledger.errors import Refused, TryLater
from ledger.lasting import lasts
from registry.actions.lapse import lapse
from registry.actions.renew_validity import obstacles as renewal
from registry.actions.renew_validity import renew_validity
from registry.actions.run_out import run_out
from registry.ahead import ends_ahead
from registry.lifecycle import GroundKind
from registry.models import Certificate, Integrator
from registry.terms import VALIDITY
from registry.validity import carried

SWEEPER = Rule("sweeper")
CERTIFICATE = Rule("certificate")
log = structlog.get_logger("sicil.registry")


def run_end(deadline: Deadline, at: datetime) -> None:
    """Run the end of a term in an integrator's dossier: the ground that arises, or a task for persons where none does.

    What fell due before it is recorded first.
    """
    if deadline.arises:
        held(deadline.dossier.integrator.pk, at)
        deadline.refresh_from_db()
    if deadline.status == DeadlineStatus.OPEN:
        elapse(deadline.pk, by=SWEEPER, at=at)


def fall_due(integrator: Integrator) -> None:
    """Record what happens at `active_until`: another certificate carries the integrator on, or a ground arises."""
    ended = ends_ahead(integrator).first()
    assert ended is not None
    if ended.arises != GroundKind.DOCUMENT_LAPSED:
        run_out(integrator.pk, by=SWEEPER, at=ended.due_at)
    elif ended.term == VALIDITY and carried(integrator.firm, ended.due_at) is not None:
        renew_validity(integrator.pk, by=SWEEPER, at=ended.due_at)
    else:
        lapse(integrator.pk, by=SWEEPER, at=ended.due_at)


def held(integrator_id: int, at: datetime) -> Integrator:
    """Lock an integrator's dossier and read the row, once what fell due before `at` is recorded: an act's first line.

    Who acts on a page from before that is refused as stale, and reads what fell due; the record stays all the same.

    Raises:
        Integrator.DoesNotExist: no such row.
    """
    integrator = lock(Integrator, integrator_id)
    while integrator.ended_at is None and integrator.active_until is not None and integrator.active_until <= at:
        fall_due(integrator)
        lasts(partial(settle_one, integrator_id, at))
        integrator = lock(Integrator, integrator_id)
    return integrator


def come_by(certificate: Certificate, at: datetime) -> None:
    """Record what fell due for a locked certificate's integrator, if there is one, before anything of it changes.

    An integrator's dossier was opened after that of its application, so the locks are in order.
    """
    found = Integrator.objects.filter(firm=certificate.firm_id, ended_at=None).first()
    if found is not None:
        held(found.pk, at)
        certificate.dossier.refresh_from_db(fields=["head_n"])  # often the integrator's own


def count_anew(firm_id: int, at: datetime) -> Integrator | None:
    """Let a judged certificate carry its firm's integrator on, if there is one and it changes anything.

    Called inside the act on the certificate, which began with `come_by`.
    """
    found = Integrator.objects.filter(firm=firm_id, ended_at=None).first()
    if found is None:
        return None
    integrator = lock(Integrator, found.pk)
    if not any(renewal(integrator, at=at)):
        renew_validity(integrator.pk, by=CERTIFICATE, at=at)
    return integrator


def settle(at: datetime) -> None:
    """Record what fell due for every integrator, each in its own transaction; a failing one waits for the sweeper."""
    due = Integrator.objects.filter(ended_at=None, active_until__lte=at).order_by("active_until", "pk")
    for pk in due.values_list("pk", flat=True):
        settle_one(pk, at)


def settle_one(integrator_id: int, at: datetime) -> None:
    """Record what fell due for one integrator; where that fails it waits for the sweeper."""
    try:
        with acting():
            held(integrator_id, at)
    except (Refused, TryLater, DatabaseError) as error:
        log.warning("due_not_recorded", integrator=integrator_id, error=type(error).__name__)
