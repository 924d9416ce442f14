"""An officer enters a firm's new KEP address; notices go there from that instant, the first one says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from accounts.conditions import firm_lives, rests_on_document, well_formed
from accounts.hooks import tell_firm
from accounts.identity import check_kep
from accounts.models import Firm, KepAddress
from law.clock import legal_day
from law.explain import date_short
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "accounts.change_kep",
    _("Change the KEP address"),
    follows=_("The firm is told at its new address by a sealed letter at once."),
    done=_("KEP address changed"),
    clause="3/a",
)


def obstacles(firm: Firm, *, at: datetime, kep: str | None = None, document: str | None = None) -> Iterator[Obstacle]:
    """Yield why the KEP address cannot be changed: an ended firm, a malformed or unchanged address, no document."""
    yield from firm_lives(firm)
    if kep is not None:
        address = kep.strip().lower()
        malformed = next(well_formed("kep", address, validate_email), None)
        malformed = malformed or next(well_formed("kep", address, check_kep), None)
        if malformed:
            yield malformed
        elif address == firm.kep_on(at):
            yield Obstacle("same_kep", _("This is the firm's KEP address already."), field="kep")
    yield from rests_on_document(firm.dossier, document)


def change_kep(firm_id: int, *, by: User, at: datetime, kep: str, document: str, seen: int | None = None) -> KepAddress:
    """Close the old KEP address and open the new one at the same instant, as a document proves.

    Raises:
        NotAllowed: no officer. Refused: ended firm, malformed or the same address, no document.
    """
    with acting():
        firm = lock(Firm, firm_id)
        refuse(ACT, firm, obstacles(firm, at=at, kep=kep, document=document), by=by, seen=seen)
        for old in firm.kep_addresses.filter(until_at=None):
            old.until_at = at
            old.save()
        address = KepAddress.objects.create(firm=firm, address=kep.strip().lower(), from_at=at)
        step = record(ACT, firm, by=by, at=at, facts={"kep": address.pk}, documents=[document])
        said = {"address": address.address, "since": date_short(legal_day(at))}
        tell_firm("accounts.kep_changed", firm, step=step, by=by, at=at, **said)
    return address
