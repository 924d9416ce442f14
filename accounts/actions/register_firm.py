"""A person registers a firm and becomes its first mandate holder."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.conditions import well_formed
from accounts.identity import check_kep, check_mersis, check_vkn
from accounts.locking import lock_with_person
from accounts.models import Firm, KepAddress, Mandate, PostalAddress
from accounts.naming import name_flaws
from accounts.turkish import name_key
from ledger.acts import Act, acting, record, refuse
from ledger.errors import Obstacle
from ledger.models import DossierKind
from ledger.numbers import open_dossier
from ledger.text import clean, one_line

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("accounts.register_firm", _("Register a firm"), done=_("Firm registered"), clause="3/a")


def obstacles(
    row: None = None, *, at: datetime, legal_name: str = "", vkn: str = "", kep: str = "", mersis: str = ""
) -> Iterator[Obstacle]:
    """Yield malformed values, each at its field, and a tax number that another live firm holds."""
    yield from name_flaws("legal_name", legal_name, 300, _("Write the firm's full legal name."))
    for field, value, check in (("vkn", vkn, check_vkn), ("kep", kep, check_kep), ("mersis", mersis, check_mersis)):
        if value or field != "mersis":
            yield from well_formed(field, value, check)
    if Firm.objects.filter(vkn=vkn, ended_at=None).exists():
        message = _("This firm is registered already. Ask one of its people to invite you, or write to İSGGM.")
        yield Obstacle("vkn_taken", message, field="vkn")


def register_firm(
    *,
    by: User,
    at: datetime,
    legal_name: str,
    vkn: str,
    kep: str,
    mersis: str = "",
    province: str = "",
    website: str = "",
    postal: str = "",
) -> Firm:
    """Register a firm with its KEP address; the person who does so holds its first mandate.

    Raises:
        Refused: malformed values at their fields; a tax number that is registered already.
    """
    with acting():
        lock_with_person(by)  # no role is given at the same moment
        found = obstacles(at=at, legal_name=legal_name, vkn=vkn, kep=kep, mersis=mersis)
        refuse(ACT, None, found, by=by)
        dossier = open_dossier(DossierKind.FIRM, firm=None, at=at)
        firm = Firm.objects.create(
            dossier=dossier,
            legal_name=one_line(legal_name),
            name_key=name_key(legal_name),
            vkn=vkn,
            mersis=mersis,
            province=one_line(province),
            website=one_line(website),
            registered_at=at,
        )
        dossier.firm = firm
        dossier.save(update_fields=["firm"])
        KepAddress.objects.create(firm=firm, address=kep.lower(), from_at=at)
        Mandate.objects.create(person=by, firm=firm, from_at=at)
        if address := clean(postal).strip():
            PostalAddress.objects.create(firm=firm, text=address, from_at=at)
        record(ACT, firm, by=by, at=at, facts={"firm": firm.pk})
    return firm
