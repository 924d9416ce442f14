"""An administrator invites somebody to the ministry's desk; roles are given after they have signed in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from accounts.conditions import well_formed
from accounts.invitations import issue
from accounts.models import Invitation, User
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience

ACT = Act(
    "accounts.invite_person",
    _("Invite to the ministry's desk"),
    follows=_("A link goes to this address by e-mail; a role is given afterwards."),
    done=_("Invited to the ministry's desk"),
    audience=Audience.MINISTRY,
)


def obstacles(administrator: User, *, at: datetime, email: str | None = None) -> Iterator[Obstacle]:
    """Yield why nobody can be invited: a malformed address, or an invitation that is still open."""
    if email is None:
        return
    address = email.strip().lower()
    yield from well_formed("email", address, validate_email)
    if Invitation.objects.filter(firm=None, email=address, accepted_at=None, expires_at__gt=at).exists():
        yield Obstacle("invited", _("This person has an invitation that is still open."), field="email")


def invite_person(administrator_id: int, *, by: User, at: datetime, email: str, seen: int | None = None) -> Invitation:
    """Invite somebody by e-mail; the Step stands in the inviting administrator's own dossier.

    Raises:
        NotAllowed: no administrator, or another one's dossier. Refused: bad address, invited already.
    """
    with acting():
        administrator = lock(User, administrator_id)
        refuse(ACT, administrator, obstacles(administrator, at=at, email=email), by=by, seen=seen)
        invitation = issue(email, firm=None, by=administrator, at=at)
        record(ACT, administrator, by=by, at=at, facts={"invitation": invitation.pk})
    return invitation
