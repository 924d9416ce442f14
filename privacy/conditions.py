"""Questions that several acts of this room ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from law.clock import legal_day
from law.explain import date_short
from ledger.errors import Obstacle
from privacy.lifecycle import BreachStatus
from privacy.models import Breach


def written(**texts: str | None) -> Iterator[Obstacle]:
    """Yield each field that was sent empty; None asks nothing: no form was sent."""
    for field, text in texts.items():
        if text is not None and not text.strip():
            yield Obstacle(f"no_{field}", _("Fill this in."), field=field)


def happened(field: str, moment: datetime | None, at: datetime, *, since: datetime | None = None) -> Iterator[Obstacle]:
    """Yield that an instant lies ahead, or before `since`, which it follows."""
    if moment is not None and moment > at:
        yield Obstacle("future", _("This lies in the future."), field=field)
    if moment is not None and since is not None and moment < since:
        day = date_short(legal_day(since))
        yield Obstacle("too_early", _("This cannot have been before %(day)s.") % {"day": day}, field=field)


def breach_is_open(breach: Breach) -> Iterator[Obstacle]:
    """Yield that the file of the breach is closed."""
    if breach.status != BreachStatus.OPEN:
        yield Obstacle("closed", _("The file of this breach is closed."))
