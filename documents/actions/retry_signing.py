"""A person has looked at a failed signing and lets the worker try again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from documents.models import Signing, SigningStatus
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience
from ledger.wake import wake

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "documents.retry_signing", _("Try the signature again"), done=_("Signature tried again"), audience=Audience.MINISTRY
)


def obstacles(signing: Signing, *, at: datetime) -> Iterator[Obstacle]:
    """Yield that nothing has failed."""
    if signing.status != SigningStatus.FAILED:
        yield Obstacle("not_failed", _("This signature has not failed."))


def retry_signing(signing_id: int, *, by: User, at: datetime, seen: int | None = None) -> Signing:
    """Put a failed signing back before the worker; a letter keeps its number.

    Raises:
        NotAllowed, Refused: it has not failed.
    """
    with acting():
        signing = lock(Signing, signing_id)
        refuse(ACT, signing, obstacles(signing, at=at), by=by, seen=seen)
        before = signing.status
        signing.status, signing.attempts, signing.retry_at = SigningStatus.PREPARED, 0, None
        signing.save()
        record(ACT, signing, by=by, at=at, before=before, facts={"signing": signing.pk, "purpose": signing.purpose})
        wake("documents.sign")
    return signing
