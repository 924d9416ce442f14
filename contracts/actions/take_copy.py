"""A firm downloads the copy that it is to sign, for the first time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from contracts.models import AgreementCopy
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("contracts.take_copy", _("Agreement downloaded"), done=_("Agreement downloaded"), clause="3/b")


def obstacles(copy: AgreementCopy, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why there is nothing to note: not issued yet, or downloaded before."""
    if not copy.issued_at:
        yield Obstacle("not_issued", _("The agreement is being prepared; it has not been issued yet."), "3/a")
    if copy.downloaded_at:
        yield Obstacle("downloaded", _("This copy was downloaded before."))


def take_copy(copy_id: int, *, by: User, at: datetime) -> AgreementCopy:
    """Note the first download, so that the ministry sees who has the text in hand.

    Raises:
        NotAllowed: does not act for the firm. Refused: not issued, or noted already.
    """
    with acting():
        copy = lock(AgreementCopy, copy_id)
        refuse(ACT, copy, obstacles(copy, at=at), by=by)
        copy.downloaded_at = at
        copy.save()
        record(ACT, copy, by=by, at=at, facts={"version": copy.version.number})
    return copy
