"""Whose matter it is at the desk. A help for those who share the work: it gives no right and takes none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ledger.acts import may
from ledger.errors import Obstacle
from ledger.models import Dossier

if TYPE_CHECKING:
    from accounts.models import User


def handles(person: User) -> bool:
    """Tell whether a person works at the desk now, and so may have matters."""
    return may(person, "ledger.take_on")


def closed(dossier: Dossier) -> Iterator[Obstacle]:
    """Yield the obstacle of a matter that is closed: nobody has it any more."""
    if dossier.closed_at is not None:
        yield Obstacle("closed", _("This matter is closed."))
