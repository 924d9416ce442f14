"""A firm tells its new postal address, or an officer enters it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.conditions import firm_lives
from accounts.models import Firm, PostalAddress
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.text import clean, legible

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("accounts.change_address", _("Change the postal address"), done=_("Postal address changed"), clause="3/b")


def obstacles(firm: Firm, *, at: datetime, text: str | None = None) -> Iterator[Obstacle]:
    """Yield why the address cannot be changed: an ended firm, an empty or unchanged address."""
    yield from firm_lives(firm)
    if text is None:
        return
    if not legible(text):
        yield Obstacle("no_address", _("Write the postal address."), field="text")
    elif firm.postal_addresses.filter(until_at=None, text=clean(text).strip()).exists():
        yield Obstacle("same_address", _("This is the firm's postal address already."), field="text")


def change_address(firm_id: int, *, by: User, at: datetime, text: str, seen: int | None = None) -> PostalAddress:
    """Close the old postal address and open the new one at the same instant.

    Raises:
        NotAllowed: neither of the firm nor an officer. Refused: ended firm, empty or the same address.
    """
    with acting():
        firm = lock(Firm, firm_id)
        refuse(ACT, firm, obstacles(firm, at=at, text=text), by=by, seen=seen)
        for old in firm.postal_addresses.filter(until_at=None):
            old.until_at = at
            old.save()
        address = PostalAddress.objects.create(firm=firm, text=clean(text).strip(), from_at=at)
        record(ACT, firm, by=by, at=at, facts={"address": address.pk})
    return address
