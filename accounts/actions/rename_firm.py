"""An officer enters a firm's new legal name."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.conditions import firm_lives, rests_on_document
from accounts.locking import lock_matters
from accounts.models import Firm
from accounts.naming import name_flaws
from accounts.turkish import name_key
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.text import one_line

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("accounts.rename_firm", _("Change the legal name"), done=_("Legal name changed"))


def obstacles(
    firm: Firm, *, at: datetime, legal_name: str | None = None, document: str | None = None
) -> Iterator[Obstacle]:
    """Yield why a firm cannot be renamed: it has ended, no new name, no document."""
    yield from firm_lives(firm)
    if legal_name is not None:
        yield from name_flaws("legal_name", legal_name, 300, _("Write the firm's full legal name."))
        if one_line(legal_name) == firm.legal_name:
            yield Obstacle("same_name", _("The firm bears this name already."), field="legal_name")
    yield from rests_on_document(firm.dossier, document)


def rename_firm(
    firm_id: int, *, by: User, at: datetime, legal_name: str, document: str, seen: int | None = None
) -> Firm:
    """Give a firm its new legal name, as a document proves; the old one stays in the firm's history.

    Raises:
        NotAllowed: no officer. Refused: ended firm, no name or the same one, no document.
    """
    with acting():
        firm = lock(Firm, firm_id)
        lock_matters(firm)  # an approval at the same moment lists it by the one name or the other
        refuse(ACT, firm, obstacles(firm, at=at, legal_name=legal_name, document=document), by=by, seen=seen)
        facts = {"from": firm.legal_name, "to": one_line(legal_name)}
        firm.legal_name, firm.name_key = one_line(legal_name), name_key(legal_name)
        firm.save()
        record(ACT, firm, by=by, at=at, facts=facts, documents=[document])
    return firm
