"""What applications know of a firm that is to end or to be merged."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.models import Firm
from applications.lifecycle import LIVE
from applications.queries import of_firm
from ledger.errors import Obstacle


def undecided(firm: Firm) -> Iterator[Obstacle]:
    """Yield the obstacle of an application that waits for its decision; a draft, never handed in, keeps nobody."""
    if any(it.status in LIVE for it in of_firm(firm)):
        message = _("This firm's application is not decided; it must be taken back or rejected first.")
        yield Obstacle("open_application", message, "3/a")
