"""The sweeper: takes due rows in the order of their instants and runs what their terms name. It decides nothing.

Run 0, 1 or n times, or days late, the outcome is one: every act runs with `at` = the due instant.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.db import transaction

from accounts.mail import enqueue_reminder
from deadlines.actions.elapse import elapse
from deadlines.extension import extend
from deadlines.hooks import due_acts
from deadlines.models import Deadline, DeadlineStatus
from deadlines.terms import REMINDER, close_one, explained
from ledger.acts import Rule

log = structlog.get_logger("sicil.sweeper")

LONGEST_WAIT = timedelta(hours=1)
SWEEPER = Rule("sweeper")


def sweep(at: datetime) -> int:
    """Run everything that is due at an instant and return how many deadlines were closed.

    First what a holiday extends is extended, should its wake-up be lost. Then one at a time, always the earliest: what
    an act opens in the past runs in its place among the others.
    """
    extend()
    done, passed = 0, set[int]()
    while (pk := _earliest(at, passed)) is not None:
        if _run_one(pk, at):
            done += 1
        else:
            passed.add(pk)
    return done


def _earliest(at: datetime, passed: set[int]) -> int | None:
    rows = Deadline.objects.filter(status=DeadlineStatus.OPEN, due_at__lte=at).exclude(retry_at__gt=at)
    return rows.exclude(pk__in=passed).order_by("due_at", "pk").values_list("pk", flat=True).first()


def _run_one(pk: int, at: datetime) -> bool:
    try:
        with transaction.atomic():
            return _take(pk)
    except Exception as error:  # one failing row must not block those behind it
        log.exception("due_act_failed", deadline=pk, error=type(error).__name__)
        _postpone(pk, at)
        return False


def _take(pk: int) -> bool:
    """Run one due deadline under its dossier's lock, unless another sweeper has it or had it."""
    rows = Deadline.objects.select_related("dossier")
    held = rows.select_for_update(of=("dossier",), skip_locked=True, no_key=True).filter(pk=pk).first()
    if held is None:
        return False
    deadline = Deadline.objects.get(pk=pk)
    if deadline.status != DeadlineStatus.OPEN:
        return False
    run(deadline)
    deadline.refresh_from_db()
    if deadline.status == DeadlineStatus.OPEN:
        close_one(deadline, DeadlineStatus.ELAPSED, at=deadline.due_at)
    return True


def run(deadline: Deadline) -> None:
    """Run what a deadline's term names, with the instant at which it was due."""
    if deadline.term == REMINDER:
        assert deadline.reminds
        enqueue_reminder(deadline.dossier, deadline.title, explained(deadline.reminds), at=deadline.due_at)
    elif deadline.term in due_acts:
        due_acts[deadline.term](deadline, deadline.due_at)
    else:
        elapse(deadline.pk, by=SWEEPER, at=deadline.due_at)


def _postpone(pk: int, at: datetime) -> None:
    """Note the failure in a transaction of its own, after the rollback, and try later: 1, 2, 4 … 60 minutes."""
    with transaction.atomic():
        deadline = Deadline.objects.select_for_update(of=("self",)).get(pk=pk)
        deadline.attempts += 1
        deadline.retry_at = at + min(timedelta(minutes=2 ** min(deadline.attempts - 1, 6)), LONGEST_WAIT)
        deadline.save(update_fields=["attempts", "retry_at"])
