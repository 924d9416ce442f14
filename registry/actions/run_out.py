"""A term ended at whose end a ground arises by itself, and nothing came: passive from that very instant.

The room that opened the term closes it when it is met; here only what stayed open counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from deadlines.models import Deadline, DeadlineStatus
from deadlines.terms import close_one
from kep_gateway.letters import Text, tell, worded
from law.clauses import clause
from law.explain import date_short
from ledger.acts import Act, Rule, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience
from registry.ahead import ends_ahead, look_ahead
from registry.arising import arise
from registry.conditions.grounds import not_ended
from registry.lifecycle import GroundKind, Standing
from registry.models import Ground, Integrator
from registry.notices import UNRETURNED
from registry.publication import publish
from registry.queries import recorded_standing

ACT = Act(
    "registry.run_out",
    _("Made passive: nothing came within the term"),
    clause="2",
    audience=Audience.PUBLIC,
    rules=frozenset({"sweeper"}),
)
LETTERS = {GroundKind.AGREEMENT_NOT_RETURNED.value: UNRETURNED}
"""The letter that tells of each ground which a term's end is."""


def obstacles(integrator: Integrator, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why nothing ran out: the integrator ended, or the nearest end ahead is another's or still to come."""
    yield from not_ended(integrator)
    ended = ends_ahead(integrator).first()
    if ended is None or at < ended.due_at or ended.arises not in LETTERS:
        yield Obstacle("running", _("No term has run out."), "2")


def run_out(integrator_id: int, *, by: Rule, at: datetime) -> Ground:
    """Record the ground that a term's unmet end is; its instant is the end, not the day of recording.

    Raises:
        Refused: nothing is due.
    """
    with acting():
        integrator = lock(Integrator, integrator_id)
        refuse(ACT, integrator, obstacles(integrator, at=at), by=by)
        ended = ends_ahead(integrator).first()
        assert ended is not None
        at, before = ended.due_at, recorded_standing(integrator, ended.due_at)
        ground = arise(integrator, GroundKind(ended.arises), by=by, at=at, deadline=ended)
        close_one(ended, DeadlineStatus.ELAPSED, at=at)
        look_ahead(integrator)
        facts = {"ground": ground.pk, "term": ended.term, "deadline": ended.pk}
        moved = {"before": before, "after": Standing.PASSIVE, "ground": ground.kind}
        step = record(ACT, integrator, by=by, at=at, facts=facts, **moved)
        tell(_wording(integrator, ended), step=step, by=by, at=at)
        publish(ACT.name, integrator.slug, at)
    return ground


def _wording(integrator: Integrator, ended: Deadline) -> Text:
    assert ended.effective_on
    facts = {"what": ended.title, "last_on": date_short(ended.effective_on), "rests_on": clause(ended.clause)}
    return worded(LETTERS[ended.arises], integrator, **facts)
