"""On what a body's entry and its standing rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from accounts.conditions import rests_on_document
from law.clock import legal_day
from ledger.errors import Obstacle
from ledger.models import Dossier
from policies.conditions import is_written


def is_sourced(dossier: Dossier, citation: str | None, document: str | None) -> Iterator[Obstacle]:
    """Yield that nothing says on what an entry rests, or that the chosen document is none of the file's."""
    if citation is not None:
        yield from is_written("citation", citation)
    if document:
        yield from rests_on_document(dossier, document)


def has_begun(since_on: date | None, at: datetime) -> Iterator[Obstacle]:
    """Yield that a standing would begin on a day to come."""
    if since_on is not None and since_on > legal_day(at):
        yield Obstacle("in_future", _("This day is still to come."), "2/b", "since_on")
