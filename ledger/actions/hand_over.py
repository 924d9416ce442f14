"""A matter is given to somebody else at the desk, or back to nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from types import EllipsisType
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ledger.acts import Act, acting, lock_dossier, record, refuse
from ledger.errors import Obstacle
from ledger.handling import closed, handles
from ledger.models import Audience, Dossier

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("ledger.hand_over", _("Assign"), done=_("Assigned"), audience=Audience.MINISTRY)


def obstacles(dossier: Dossier, *, at: datetime, to: User | EllipsisType | None = ...) -> Iterator[Obstacle]:
    """Yield why a matter cannot be given: it is closed, nothing would change, or the person is not at the desk."""
    yield from closed(dossier)
    if to is not ... and to == dossier.handler:
        yield Obstacle("unchanged", _("Nothing would change: choose somebody else."), field="to")
    elif to is not ... and to is not None and not handles(to):
        yield Obstacle("not_at_the_desk", _("Choose a person who works at the desk."), field="to")


def hand_over(dossier_id: int, *, by: User, at: datetime, to: User | None, seen: int | None = None) -> Dossier:
    """Give a matter to a person of the desk, or to nobody; the history of both stays.

    Raises:
        NotAllowed: somebody else handles it, and the person is no approver. Refused: closed, nobody of the desk.
    """
    with acting():
        dossier = lock_dossier(dossier_id)
        refuse(ACT, dossier, obstacles(dossier, at=at, to=to), by=by, seen=seen)
        before, dossier.handler = dossier.handler_id, to
        dossier.save(update_fields=["handler"])
        record(ACT, dossier, by=by, at=at, facts={"from": before, "to": to and to.pk})
    return dossier
