"""The validity of a document that an integrator must hold ended: passive from that very instant.

Whenever this is recorded, the ground's instant is the end of the last valid day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from deadlines.models import Deadline, DeadlineStatus
from deadlines.terms import close_one
from kep_gateway.letters import Text, tell, worded
from law.clock import legal_day
from law.explain import date_short
from ledger.acts import Act, Rule, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience
from registry.ahead import ends_ahead, look_ahead
from registry.arising import arise
from registry.conditions.certificate import last_valid_day
from registry.conditions.grounds import not_ended
from registry.lifecycle import GroundKind, Standing
from registry.models import Certificate, Ground, Integrator, Obligation, Showing
from registry.notices import DOCUMENT_LAPSED, LAPSED
from registry.obligations import last_day
from registry.publication import publish
from registry.queries import recorded_standing
from registry.terms import VALIDITY
from registry.validity import carried

ACT = Act(
    "registry.lapse",
    _("Made passive: a document's validity ended"),
    clause="2",
    audience=Audience.PUBLIC,
    rules=frozenset({"sweeper"}),
)


def obstacles(integrator: Integrator, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why nothing lapses: the integrator ended, no automatic ground is due, or another certificate covers."""
    yield from not_ended(integrator)
    ended = _ended(integrator)
    if ended is None or at < ended.due_at:
        yield Obstacle("running", _("No document has lapsed."), "2")
    if (ended is None or ended.term == VALIDITY) and carried(integrator.firm, at) is not None:
        yield Obstacle("covered", _("An accepted certificate covers this day."), "2")


def lapse(integrator_id: int, *, by: Rule, at: datetime) -> Ground:
    """Record the ground that the end of a document's term is; its instant is the end, not the day of recording.

    Raises:
        Refused: nothing is due.
    """
    with acting():
        integrator = lock(Integrator, integrator_id)
        refuse(ACT, integrator, obstacles(integrator, at=at), by=by)
        ended = _ended(integrator)
        assert ended is not None
        at, before = ended.due_at, recorded_standing(integrator, ended.due_at)
        lapsed = _lapsed(integrator, ended)
        ground = arise(integrator, GroundKind.DOCUMENT_LAPSED, by=by, at=at, **lapsed)
        close_one(ended, DeadlineStatus.ELAPSED, at=at)
        look_ahead(integrator)
        facts = {"ground": ground.pk, **{name: getattr(it, "pk", it) for name, it in lapsed.items()}}
        moved = {"before": before, "after": Standing.PASSIVE, "ground": ground.kind}
        step = record(ACT, integrator, by=by, at=at, facts=facts, **moved)
        tell(_wording(integrator, ground), step=step, by=by, at=at)
        publish(ACT.name, integrator.slug, at)
    return ground


def _ended(integrator: Integrator) -> Deadline | None:
    """Return the nearest end ahead if it is that of a document; another ground's end comes before it otherwise."""
    nearest = ends_ahead(integrator).first()
    return nearest if nearest is not None and nearest.arises == GroundKind.DOCUMENT_LAPSED else None


def _lapsed(integrator: Integrator, ended: Deadline) -> dict[str, Any]:
    """Return the document whose term ended, and its last valid day without grace."""
    if ended.term == VALIDITY:
        certificate = _lapsed_certificate(integrator, ended.due_at)
        return {"certificate": certificate, "lapsed_on": last_valid_day(certificate)}
    showing = _lapsed_showing(Obligation.objects.get(deadline=ended), ended.due_at)
    return {"showing": showing, "lapsed_on": last_day(showing)}


def _lapsed_certificate(integrator: Integrator, at: datetime) -> Certificate:
    """Return the accepted certificate that ended last before an instant; a suspended one that runs on is not meant."""
    accepted = Certificate.objects.filter(firm=integrator.firm_id, accepted_at__lt=at)
    ended = (it for it in accepted if last_valid_day(it) < legal_day(at))
    return max(ended, key=lambda it: (last_valid_day(it), it.pk))


def _lapsed_showing(obligation: Obligation, at: datetime) -> Showing:
    accepted = obligation.showings.filter(accepted_at__lt=at).select_related("obligation__requirement")
    return max(accepted, key=lambda it: (last_day(it) or date.min, it.pk))


def _wording(integrator: Integrator, ground: Ground) -> Text:
    assert ground.lapsed_on
    ended = date_short(ground.lapsed_on)
    if ground.certificate is not None:
        return worded(LAPSED, integrator, certificate=ground.certificate.number, lapsed_on=ended)
    assert ground.showing
    return worded(DOCUMENT_LAPSED, integrator, what=ground.showing.obligation.requirement.title_tr, lapsed_on=ended)
