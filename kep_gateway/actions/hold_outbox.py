"""Letters are held: one run would send more than the policy lets go unseen, or the provider takes none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kep_gateway.models import HoldReason, OutboxHold
from ledger.acts import Act, Rule, acting, lock_dossier, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience
from policies.files import file_of

ACT = Act("kep_gateway.hold_outbox", _("Outbox held"), audience=Audience.MINISTRY, rules=frozenset({"outbox"}))
FILE = "kep.outbox"
"""The key of the file in which holds of the outbox lie."""


def obstacles(hold: OutboxHold | None, *, at: datetime) -> Iterator[Obstacle]:
    """Yield that a hold stands already: two workers may come to the same end."""
    if hold is not None:
        yield Obstacle("held", _("The outbox is held already."))


def hold_outbox(
    *, by: Rule, at: datetime, waiting: int, most: int | None = None, reason: HoldReason = HoldReason.TOO_MANY
) -> OutboxHold:
    """Hold the outbox: so many letters wait, and at most so many (`most`) may leave in one run; or for another reason.

    Raises:
        NotAllowed. Refused: it is held already.
    """
    with acting():
        dossier = lock_dossier(file_of(FILE, at=at).dossier_id)
        standing = OutboxHold.objects.filter(dossier=dossier, released_at=None).first()
        refuse(ACT, standing, obstacles(standing, at=at), by=by)
        hold = OutboxHold.objects.create(dossier=dossier, raised_at=at, waiting=waiting, most=most, reason=reason)
        record(ACT, hold, by=by, at=at, facts={"waiting": waiting, "most": most, "reason": reason})
    return hold
