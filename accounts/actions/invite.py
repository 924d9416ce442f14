"""Somebody who acts for a firm, or an officer, invites a colleague to act for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from accounts.conditions import firm_lives, well_formed
from accounts.invitations import issue, waiting
from accounts.models import Firm, Invitation
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "accounts.invite",
    _("Invite a colleague"),
    follows=_("A link goes to this address by e-mail. Whoever accepts it acts for the firm as you do."),
    done=_("Colleague invited"),
)


def obstacles(firm: Firm, *, at: datetime, email: str | None = None) -> Iterator[Obstacle]:
    """Yield why nobody can be invited: the firm has ended, a malformed address, one who acts for it already."""
    yield from firm_lives(firm)
    if email is None:
        return
    address = email.strip().lower()
    yield from well_formed("email", address, validate_email)
    if firm.mandates.filter(until_at=None, person__email=address).exists():
        yield Obstacle("holds_mandate", _("This person acts for the firm already."), field="email")
    if waiting(firm, at).filter(email=address).exists():
        yield Obstacle("invited", _("This person has an invitation that is still open."), field="email")


def invite(firm_id: int, *, by: User, at: datetime, email: str, seen: int | None = None) -> Invitation:
    """Invite somebody by e-mail to act for a firm; the link works for seven days.

    Raises:
        NotAllowed: neither of the firm nor an officer. Refused: ended firm, bad address, invited or acting already.
    """
    with acting():
        firm = lock(Firm, firm_id)
        refuse(ACT, firm, obstacles(firm, at=at, email=email), by=by, seen=seen)
        invitation = issue(email, firm=firm, by=by, at=at)
        record(ACT, firm, by=by, at=at, facts={"invitation": invitation.pk})
    return invitation
