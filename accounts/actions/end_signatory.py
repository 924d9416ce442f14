"""A firm or an officer records that somebody no longer binds the firm."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.hooks import bound_last
from accounts.locking import lock_matters, lock_of_firm
from accounts.models import Signatory
from law.explain import date_short
from ledger.acts import Act, acting, record, refuse
from ledger.errors import Obstacle

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "accounts.end_signatory",
    _("End the authority to sign"),
    follows=_("What this person signs after that day does not bind the firm any more; what was signed before does."),
    done=_("Authority to sign ended"),
    clause="3/a",
)


def obstacles(signatory: Signatory, *, at: datetime, until_on: date | None = None) -> Iterator[Obstacle]:
    """Yield why the authority cannot be ended: it has ended, or would end before it began or was used."""
    if signatory.until_on is not None:
        yield Obstacle("ended", _("This authority has ended."))
    if until_on is not None and until_on < signatory.from_on:
        yield Obstacle("before_start", _("The last day lies before the first."), field="until_on")
    if until_on is not None and (last := bound_last(signatory)) is not None and until_on < last:
        message = _("On %(day)s this person signed an agreement that the ministry countersigned; end it then or later.")
        yield Obstacle("signed_later", message % {"day": date_short(last)}, "2", "until_on")


def end_signatory(signatory_id: int, *, by: User, at: datetime, until_on: date, seen: int | None = None) -> Signatory:
    """End somebody's authority to bind the firm with a last valid day; earlier signatures stay good.

    What the ministry countersigned is among them, and so the day does not lie before it.

    Raises:
        NotAllowed: neither of the firm nor an officer. Refused: ended already, last day before the first or before a
            signature that the ministry countersigned.
    """
    with acting():
        signatory = lock_of_firm(Signatory, signatory_id)
        lock_matters(signatory.firm)  # nothing is countersigned at the same moment
        refuse(ACT, signatory, obstacles(signatory, at=at, until_on=until_on), by=by, seen=seen)
        signatory.until_on = until_on
        signatory.save()
        record(ACT, signatory, by=by, at=at, facts={"signatory": signatory.pk, "until": until_on})
    return signatory
