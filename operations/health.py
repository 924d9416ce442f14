"""How the installation is: what /saglik answers."""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Min

from accounts.mail import unsent
from kep_gateway.queries import oldest_waiting
from ledger.models import Heartbeat

SWEEP_AT_MOST = timedelta(minutes=15)
FREE_AT_LEAST = 500 * 1024 * 1024


@dataclass(frozen=True)
class Health:
    """One look at the installation; ages in whole seconds, null where nothing is known or nothing waits.

    A letter waits in the outbox from its signature on; an e-mail that was given up no longer waits.
    """

    ok: bool
    worker_age: int | None
    sweep_age: int | None
    outbox_age: int | None
    mail_age: int | None
    disk_free_mb: int


def look(at: datetime) -> Health:
    """Look at the worker, the sweeper, both outboxes and the disk; not ok when the last sweep is too old."""
    beats = dict(Heartbeat.objects.values_list("loop", "beaten_at"))
    sweep, free = beats.get("sweep"), shutil.disk_usage(settings.DATA_DIR).free
    mail = unsent().aggregate(first=Min("created_at"))["first"]
    return Health(
        ok=sweep is not None and at - sweep <= SWEEP_AT_MOST and free >= FREE_AT_LEAST,
        worker_age=_age(beats.get("worker"), at),
        sweep_age=_age(sweep, at),
        outbox_age=int(oldest_waiting(at).total_seconds()) or None,
        mail_age=_age(mail, at),
        disk_free_mb=free // (1024 * 1024),
    )


def as_json(health: Health) -> dict[str, object]:
    """Return the answer of /saglik."""
    return {"status": "ok" if health.ok else "unwell", **{k: v for k, v in asdict(health).items() if k != "ok"}}


def _age(since: datetime | None, at: datetime) -> int | None:
    return None if since is None else int((at - since).total_seconds())
