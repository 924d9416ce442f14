"""Questions that the acts on policies and calendar share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from ledger.errors import Obstacle


def day_in(text: str) -> date | None:
    """Return the day written as YYYY-MM-DD, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def is_day(field: str, text: str) -> Iterator[Obstacle]:
    """Yield that a text is no day."""
    if day_in(text) is None:
        yield Obstacle(f"bad_{field}", _("Write the day as YYYY-MM-DD."), field=field)


def is_written(field: str, text: str) -> Iterator[Obstacle]:
    """Yield that a source is missing: nothing is set without saying on what it rests."""
    if not text.strip():
        yield Obstacle(f"no_{field}", _("Write the source: law, decision or reason."), field=field)
