"""Whoever was invited accepts: they act for the firm from then on, or are known to the ministry's administrators."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.conditions import firm_lives
from accounts.invitations import inviter_left
from accounts.locking import lock_with_person
from accounts.models import Invitation, Mandate
from ledger.acts import Act, acting, record, refuse
from ledger.errors import Obstacle

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("accounts.accept_invitation", _("Accept the invitation"), done=_("Invitation accepted"))


def obstacles(invitation: Invitation, *, at: datetime, by: User | None = None) -> Iterator[Obstacle]:
    """Yield why an invitation cannot be accepted: used, expired, void, another's, an ended firm, wrong side."""
    if invitation.accepted_at is not None:
        yield Obstacle("accepted", _("This invitation has been used."))
    elif not invitation.open_at(at):
        yield Obstacle("expired", _("This invitation has expired. Ask for a new one."))
    elif inviter_left(invitation):
        message = _(
            "Whoever invited you no longer acts for this firm, and so the invitation is void. Ask for a new one."
        )
        yield Obstacle("inviter_left", message)
    if invitation.firm:
        yield from firm_lives(invitation.firm)
    if by is not None:
        yield from _not_for(by, invitation)


def _not_for(person: User, invitation: Invitation) -> Iterator[Obstacle]:
    if person.email != invitation.email:
        message = _("This invitation was sent to another e-mail address. Sign in with that one.")
        yield Obstacle("other_address", message)
    mandates = Mandate.objects.filter(person=person, until_at=None, firm__ended_at=None)
    if invitation.firm and person.roles:
        yield Obstacle("holds_role", _("People of the ministry do not act for firms."))
    elif invitation.firm and mandates.filter(firm=invitation.firm).exists():
        yield Obstacle("holds_mandate", _("You act for this firm already."))
    elif not invitation.firm and mandates.exists():
        yield Obstacle("holds_mandate", _("You act for a firm; people of the ministry do not."))


def accept_invitation(invitation_id: int, *, by: User, at: datetime) -> Invitation:
    """Accept an invitation that was sent to one's own address.

    Raises:
        Refused: used, expired, its author's mandate ended, sent to somebody else, the firm has ended, wrong side.
    """
    with acting():
        rows = Invitation.objects.select_related("firm__dossier", "invited_by__dossier")
        lock_with_person(by, rows.get(pk=invitation_id).dossier.pk)
        invitation = rows.get(pk=invitation_id)
        refuse(ACT, invitation, obstacles(invitation, at=at, by=by), by=by)
        invitation.accepted_at, invitation.accepted_by = at, by
        invitation.save()
        facts = {"invitation": invitation.pk, "by": by.pk}
        if invitation.firm:
            facts["mandate"] = Mandate.objects.create(person=by, firm=invitation.firm, from_at=at).pk
        record(ACT, invitation, by=by, at=at, facts=facts)
    return invitation
