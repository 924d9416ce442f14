"""Somebody no longer acts for a firm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.conditions import rests_on_document
from accounts.locking import lock_of_firm
from accounts.models import Mandate
from ledger.acts import Act, acting, record, refuse
from ledger.errors import Obstacle

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "accounts.end_mandate",
    _("End the mandate"),
    follows=_("The person no longer sees the firm here; what they did stays in its history."),
    done=_("Mandate ended"),
)


def obstacles(mandate: Mandate, *, at: datetime, document: str | None = None) -> Iterator[Obstacle]:
    """Yield why a mandate cannot be ended: it has ended, or an officer names no document."""
    if mandate.until_at is not None:
        yield Obstacle("ended", _("This mandate has ended."))
    yield from rests_on_document(mandate.dossier, document)


def end_mandate(mandate_id: int, *, by: User, at: datetime, document: str = "", seen: int | None = None) -> Mandate:
    """End a mandate; the last one too, and then nobody acts for the firm until an officer invites somebody.

    The firm's own people need no document, an officer names one of its file by its SHA-256.

    Raises:
        NotAllowed: neither of the firm nor an officer. Refused: ended already, no document.
    """
    with acting():
        mandate = lock_of_firm(Mandate, mandate_id)
        found = obstacles(mandate, at=at, document=document if by.roles else None)
        refuse(ACT, mandate, found, by=by, seen=seen)
        mandate.until_at = at
        mandate.save()
        left = mandate.firm.mandates.filter(until_at=None).count()
        facts = {"mandate": mandate.pk, "left": left}
        record(ACT, mandate, by=by, at=at, facts=facts, documents=[document] if by.roles else [])
    return mandate
