"""A firm or an officer records a person who binds the firm by signature."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.conditions import firm_lives, well_formed
from accounts.identity import check_identity, identity_digest
from accounts.models import Firm, Signatory
from accounts.naming import name_flaws
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.text import legible, one_line

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("accounts.name_signatory", _("Record a signatory"), done=_("Signatory recorded"), clause="3/a")


def obstacles(
    firm: Firm,
    *,
    at: datetime,
    full_name: str | None = None,
    identity_number: str | None = None,
    source: str | None = None,
) -> Iterator[Obstacle]:
    """Yield why a signatory cannot be recorded: an ended firm, no name, a wrong number, no source, named already."""
    yield from firm_lives(firm)
    if full_name is not None:
        yield from name_flaws("full_name", full_name, 200, _("Write the person's full name."))
    if identity_number is not None:
        yield from well_formed("identity_number", identity_number.strip(), check_identity)
        if firm.signatories.filter(identity_digest=identity_digest(identity_number), until_on=None).exists():
            message = _("This person is recorded as signatory already.")
            yield Obstacle("named", message, field="identity_number")
    if source is not None and not legible(source):
        message = _("Write the document that gives the authority to sign.")
        yield Obstacle("no_source", message, field="source")


def name_signatory(
    firm_id: int,
    *,
    by: User,
    at: datetime,
    full_name: str,
    identity_number: str,
    source: str,
    from_on: date,
    jointly: bool = False,
    seen: int | None = None,
) -> Signatory:
    """Record who binds the firm, alone or jointly, from a day; the identity number is kept as digest and tail.

    Raises:
        NotAllowed: neither of the firm nor an officer. Refused: ended firm, no name, wrong number, recorded already.
    """
    with acting():
        firm = lock(Firm, firm_id)
        found = obstacles(firm, at=at, full_name=full_name, identity_number=identity_number, source=source)
        refuse(ACT, firm, found, by=by, seen=seen)
        signatory = Signatory.objects.create(
            firm=firm,
            full_name=one_line(full_name),
            identity_digest=identity_digest(identity_number),
            identity_tail=identity_number.strip()[-4:],
            jointly=jointly,
            source=one_line(source),
            from_on=from_on,
        )
        record(ACT, signatory, by=by, at=at, facts={"signatory": signatory.pk, "from": from_on, "jointly": jointly})
    return signatory
