"""The KEP provider was asked whether it knows a firm's address; what it said stands beside the address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.models import Firm, Found, KepAddress
from ledger.acts import Act, Rule, acting, lock, record, refuse
from ledger.errors import Obstacle

ACT = Act("accounts.note_kep_check", _("KEP address looked up"), clause="3/a", rules=frozenset({"directory"}))
AGAIN = timedelta(days=1)
"""After which an unknown address is asked for again: directories are brought up to date."""


def obstacles(address: KepAddress, *, at: datetime) -> Iterator[Obstacle]:
    """Yield that the address is no longer in force: what is said of it helps nobody."""
    if address.until_at is not None:
        yield Obstacle("former_kep", _("This KEP address is no longer in force."))


def note_kep_check(address_id: int, *, by: Rule, at: datetime, found: Found) -> KepAddress:
    """Note what the provider's directory says of an address. It refuses nothing; an unknown one is the desk's task.

    The same answer as before is no news: only when it was given last is kept.

    Raises:
        NotAllowed. Refused: the address is no longer in force.
    """
    with acting():
        firm = lock(Firm, KepAddress.objects.values_list("firm", flat=True).get(pk=address_id))
        address = KepAddress.objects.get(pk=address_id)
        address.firm = firm
        refuse(ACT, address, obstacles(address, at=at), by=by)
        before = address.found
        address.found, address.checked_at = found, at
        address.ask_at = at + AGAIN if found == Found.UNKNOWN else None
        address.save(update_fields=["found", "checked_at", "ask_at"])
        if found != before:
            record(ACT, address, by=by, at=at, before=before, after=found, facts={"kep": address.pk})
    return address
