"""A renewed agreement did not come back signed and no rule says so by itself: passive, by two persons.

For the policy under which persons decide, for a commitment, and for what an officer refused after it was sent in time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from contracts.conditions.renewed import signed_or_waiting
from contracts.models import AgreementVersion, Renewal
from contracts.notices import UNRETURNED
from kep_gateway.letters import Text, tell, worded
from law.clauses import clause
from law.explain import date_short
from ledger.acts import Act, acting, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience, Proposal
from registry.arising import arise
from registry.conditions.grounds import not_ended
from registry.due import held
from registry.lifecycle import GroundKind, Standing
from registry.models import Ground
from registry.previews import Effect, previewed, with_ground
from registry.publication import publish
from registry.queries import open_grounds, standing_of

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "contracts.passivate_unreturned",
    _("Make passive: the renewed agreement did not come back"),
    done=_("Made passive: the renewed agreement did not come back"),
    clause="2",
    audience=Audience.PUBLIC,
    two_persons=True,
)
SUBJECT = "contracts.Renewal"


def obstacles(renewal: Renewal, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why there is no ground: ended, the term runs, a newer version is there, found already, or signed."""
    yield from not_ended(renewal.integrator)
    version = renewal.version
    if at < renewal.deadline.due_at:
        yield Obstacle("running", _("The term to sign it is still running."), "3/b")
    if AgreementVersion.objects.filter(kind=version.kind, number__gt=version.number).exists():
        yield Obstacle("not_newest", _("A newer version has been published meanwhile."), "3/b")
    if any(it.deadline and it.deadline.term == renewal.deadline.term for it in open_grounds(renewal.integrator)):
        yield Obstacle("found", _("A ground for this is open already."), "2")
    if signed_or_waiting(renewal):
        yield Obstacle(
            "signed", _("The firm has sent this version signed; it counts, or waits to be looked at."), "3/b"
        )


def preview(renewal: Renewal, *, at: datetime) -> dict[str, Any]:
    """Return the list before and after, the letter, who gets it, and what would follow."""
    effect = Effect(with_ground(renewal.integrator, GroundKind.AGREEMENT_NOT_RETURNED, at))
    return previewed(renewal.integrator, [_wording(renewal)], effect, at=at)


def passivate_unreturned(
    renewal_id: int, *, by: User, at: datetime, proposal: Proposal, seen: int | None = None
) -> Ground:
    """Arise the ground from now on; a decision of two persons never reaches back.

    Raises:
        NotAllowed, Refused: see `obstacles`, or no proposal that a second person approved.
    """
    with acting():
        integrator = held(Renewal.objects.values_list("integrator_id", flat=True).get(pk=renewal_id), at)
        renewal = Renewal.objects.select_related("deadline", "version", "dossier").get(pk=renewal_id)
        renewal.integrator, renewal.dossier = integrator, integrator.dossier
        refuse(ACT, renewal, obstacles(renewal, at=at), by=by, seen=seen, proposal=proposal)
        before = standing_of(integrator, at)
        kind = GroundKind.AGREEMENT_NOT_RETURNED
        ground = arise(integrator, kind, by=by, at=at, proposal=proposal, deadline=renewal.deadline)
        facts = {"ground": ground.pk, "renewal": renewal.pk, "proposal": proposal.pk}
        moved = {"before": before, "after": Standing.PASSIVE, "ground": ground.kind}
        step = record(ACT, renewal, by=by, at=at, facts=facts, **moved)
        tell(_wording(renewal), step=step, by=by, at=at)
        publish(ACT.name, integrator.slug, at)
    return ground


def _wording(renewal: Renewal) -> Text:
    ended = renewal.deadline
    assert ended.effective_on
    facts = {"what": ended.title, "last_on": date_short(ended.effective_on), "rests_on": clause(ended.clause)}
    return worded(UNRETURNED, renewal.integrator, **facts)
