"""An officer takes a matter on, so that the others see whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ledger.acts import Act, acting, lock_dossier, record, refuse
from ledger.errors import Obstacle
from ledger.handling import closed, handles
from ledger.models import Audience, Dossier

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("ledger.take_on", _("Take on"), done=_("Taken on"), audience=Audience.MINISTRY)


def obstacles(dossier: Dossier, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why a matter cannot be taken on: it is closed, or somebody at the desk has it already."""
    yield from closed(dossier)
    if dossier.handler is not None and handles(dossier.handler):
        message = _("%(person)s has taken this matter on.") % {"person": dossier.handler}
        yield Obstacle("handled", message)


def take_on(dossier_id: int, *, by: User, at: datetime, seen: int | None = None) -> Dossier:
    """Make the person the one who handles a matter; it gives no right and takes none.

    Raises:
        NotAllowed: not at the desk. Refused: closed, or somebody has it.
    """
    with acting():
        dossier = lock_dossier(dossier_id)
        refuse(ACT, dossier, obstacles(dossier, at=at), by=by, seen=seen)
        dossier.handler = by
        dossier.save(update_fields=["handler"])
        record(ACT, dossier, by=by, at=at, facts={"handler": by.pk})
    return dossier
