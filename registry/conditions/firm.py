"""What the registry knows of a firm that is to end or to be merged."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from accounts.models import Firm
from ledger.errors import Obstacle
from registry.queries import integrator_of


def standing_of_firm(firm: Firm) -> Iterator[Obstacle]:
    """Yield the obstacle of a firm that is an integrator: that must be ended first, by its own act."""
    if integrator_of(firm) is not None:
        yield Obstacle("integrator", _("This firm is an integrator; that must be ended first."), "2")
