"""A firm draws the secret of its code; the one before is revoked. The clear text is returned once and kept nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ledger.acts import Act, acting, record, refuse
from ledger.errors import Obstacle
from registry import keys
from registry.due import held
from registry.lifecycle import Standing
from registry.models import FirmSecret, Integrator
from registry.queries import standing_of
from registry.revoking import revoke_secrets

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "registry.draw_secret",
    _("Draw a new secret"),
    done=_("New secret drawn"),
    clause="1/j",
    follows=_("The secret is shown once. The one you have stops working at once."),
)


def obstacles(integrator: Integrator, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why no secret can be drawn: the integrator ended, or is passive and could send nothing live with it."""
    now = standing_of(integrator, at)
    if now == Standing.ENDED:
        yield Obstacle("ended", _("This integrator has ended."))
    if now == Standing.PASSIVE:
        yield Obstacle("passive", _("A passive integrator draws no secret; it may after reactivation."), "2")


def draw_secret(integrator_id: int, *, by: User, at: datetime, seen: int | None = None) -> str:
    """Return a new secret. The edge has asked for the second factor before.

    Raises:
        NotAllowed: no mandate of the firm. Refused: ended, passive, or a stale page.
    """
    with acting():
        integrator = held(integrator_id, at)
        refuse(ACT, integrator, obstacles(integrator, at=at), by=by, seen=seen)
        revoke_secrets(integrator, at=at, because="redrawn")
        secret = keys.make()
        row = FirmSecret.objects.create(
            integrator=integrator, digest=keys.digest(secret), tail=secret[-4:], drawn_by=by, drawn_at=at
        )
        record(ACT, integrator, by=by, at=at, facts={"secret": row.pk})
    return secret
