"""A document that had to be shown was not shown in time: passive, by two persons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from deadlines.models import Deadline
from kep_gateway.letters import Text, tell, worded
from law.explain import date_short
from ledger.acts import Act, acting, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience, Proposal
from registry.arising import arise
from registry.conditions.grounds import not_ended
from registry.due import held
from registry.lifecycle import GroundKind, Standing
from registry.models import Demand, Ground, Integrator, Obligation
from registry.not_shown import NotShown, all_not_shown
from registry.notices import NOT_SHOWN
from registry.previews import Effect, previewed, with_ground
from registry.publication import publish
from registry.queries import standing_of

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "registry.passivate_not_shown",
    _("Make passive: a document was not shown"),
    done=_("Made passive: a document was not shown"),
    clause="2",
    audience=Audience.PUBLIC,
    two_persons=True,
)
SUBJECT = "registry.Integrator"


def obstacles(integrator: Integrator, *, at: datetime, deadline_id: int | None = None) -> Iterator[Obstacle]:
    """Yield why nobody becomes passive for it: ended, or no such term is over and unmet."""
    yield from not_ended(integrator)
    missing = all_not_shown(integrator)
    if not missing:
        yield Obstacle("all_shown", _("No document that had to be shown is missing."), "2")
    elif deadline_id is not None and deadline_id not in missing:
        yield Obstacle("other_term", _("Choose a document that was not shown."), "2", "deadline_id")


def preview(integrator: Integrator, *, at: datetime, deadline_id: int) -> dict[str, Any]:
    """Return the entry before and after, the letter and its way, the terms, and what would follow."""
    missing = all_not_shown(integrator).get(deadline_id)
    if missing is None:
        return {}  # shown, or the ground has arisen, since it was proposed: nothing would happen any more
    text = _wording(integrator, missing)
    return previewed(integrator, [text], Effect(with_ground(integrator, GroundKind.DOCUMENT_NOT_SHOWN, at)), at=at)


def passivate_not_shown(
    integrator_id: int, *, by: User, at: datetime, proposal: Proposal, deadline_id: int, seen: int | None = None
) -> Ground:
    """Arise the ground of a document that was not shown, from now on.

    Raises:
        NotAllowed, Refused: see `obstacles`, or no proposal that a second person approved.
    """
    with acting():
        integrator = held(integrator_id, at)
        found = obstacles(integrator, at=at, deadline_id=deadline_id)
        refuse(ACT, integrator, found, by=by, seen=seen, proposal=proposal)
        before, missing = standing_of(integrator, at), all_not_shown(integrator)[deadline_id]
        owed: dict[str, Demand | Obligation | Deadline] = {missing.by: missing.row, "deadline": missing.deadline}
        ground = arise(integrator, GroundKind.DOCUMENT_NOT_SHOWN, by=by, at=at, proposal=proposal, **owed)
        facts = {"ground": ground.pk, "deadline": deadline_id, "proposal": proposal.pk}
        moved = {"before": before, "after": Standing.PASSIVE, "ground": ground.kind}
        step = record(ACT, integrator, by=by, at=at, facts=facts, **moved)
        tell(_wording(integrator, missing), step=step, by=by, at=at)
        publish(ACT.name, integrator.slug, at)
    return ground


def _wording(integrator: Integrator, missing: NotShown) -> Text:
    assert missing.deadline.effective_on
    last = date_short(missing.deadline.effective_on)
    return worded(NOT_SHOWN, integrator, what=missing.row.requirement.title_tr, last_on=last, asked=missing.asked)
