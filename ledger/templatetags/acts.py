"""Acts as buttons on the page of a matter: what can be done first, then what cannot, with why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import template

if TYPE_CHECKING:
    from ledger.offers import Offer

register = template.Library()


@register.inclusion_tag("parts/acts.html", takes_context=True)
def acts(context: dict[str, Any], offered: Iterable[tuple[Offer, str] | tuple[Offer, str, bool]]) -> dict[str, Any]:
    """Show acts with their addresses; the third part, where there is one, says whether the address asks more first."""
    buttons = [(offer, address, more[0] if more else True) for offer, address, *more in offered]
    return {
        "can": [it for it in buttons if it[0].enabled],
        "cannot": [it for it in buttons if not it[0].enabled],
        "seen": context.get("seen"),
    }
