"""A firm asks for the agreement with its own data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from contracts.conditions.agreement import under_countersignature
from contracts.copies import drafted, live_copy
from contracts.hooks import closed_now
from contracts.models import AgreementCopy
from contracts.versions import AGREEMENT
from law.clock import legal_day
from ledger.acts import Act, acting, lock_dossier, record, refuse
from ledger.errors import Obstacle
from ledger.models import DossierKind
from ledger.wake import wake

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "contracts.request_copy",
    _("Ask for the agreement"),
    done=_("Agreement asked for"),
    clause="3/a",
    follows=_("The agreement is made with the firm's data of today; a copy that you hold becomes invalid."),
)


def obstacles(draft: AgreementCopy, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why this copy (unsaved, of `copies.drafted`) is not issued: nothing published, data missing, no change."""
    if not hasattr(draft, "version"):
        yield Obstacle("no_version", _("No version of the agreement has been published."), "3/b")
    if draft.dossier.kind not in (DossierKind.APPLICATION, DossierKind.INTEGRATOR):
        yield Obstacle("wrong_dossier", _("The agreement is asked for in an application."), "3/a")
    if draft.dossier.closed_at:
        yield Obstacle("closed", _("This dossier is closed."))
    else:
        yield from closed_now(draft.dossier)
    if not draft.data["address"]:
        yield Obstacle("no_address", _("First record the firm's postal address."), "3/a")
    if under_countersignature(draft.dossier, on=legal_day(at), kind=draft.kind):
        yield Obstacle("countersigned", _("The ministry is countersigning the agreement that you signed."), "3/a")
    live = live_copy(draft.dossier, draft.kind)
    if live and (live.version_id, live.data) == (draft.version_id, draft.data):
        message = _("You hold this version with the same data already; a new copy would be no different.")
        yield Obstacle("same_copy", message, "3/a")


def request_copy(
    dossier_id: int, *, by: User, at: datetime, kind: str = AGREEMENT, seen: int | None = None
) -> AgreementCopy:
    """Ask for the newest version of one kind with the firm's present data; the copy held before is superseded.

    The worker makes the bytes.

    Raises:
        NotAllowed: does not act for the firm. Refused: nothing published, data missing, closed, the same copy is live.
    """
    with acting():
        copy = drafted(lock_dossier(dossier_id), at, kind)
        refuse(ACT, copy, obstacles(copy, at=at), by=by, seen=seen)
        if old := live_copy(copy.dossier, kind):
            old.superseded_at = at
            old.save()
        copy.save(force_insert=True)
        facts = {"kind": kind, "version": copy.version.number, "supersedes": old.pk if old else None}
        record(ACT, copy, by=by, at=at, facts=facts)
        wake("contracts.render")
    return copy
