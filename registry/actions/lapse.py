"""The validity of an integrator's certificate ended: passive from that very instant, whenever this is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from deadlines.models import DeadlineStatus
from deadlines.terms import close
from kep_gateway.letters import tell, worded
from law.clock import now
from law.explain import date_short
from ledger.acts import Act, Rule, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience
from registry.conditions.certificate import last_valid_day
from registry.lifecycle import GroundKind, Standing
from registry.models import Certificate, Ground, Integrator
from registry.notices import LAPSED
from registry.publication import publish
from registry.queries import standing_of
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
    if integrator.ended_at is not None:
        yield Obstacle("ended", _("This integrator has ended."))
    if integrator.active_until is None or at < integrator.active_until:
        yield Obstacle("running", _("No document has lapsed."), "2")
    if carried(integrator.firm, at) is not None:
        yield Obstacle("covered", _("An accepted certificate covers this day."), "2")


def lapse(integrator_id: int, *, by: Rule, at: datetime) -> Ground:
    """Record the ground that the end of a certificate's term is; its instant is the end, not the day of recording.

    Raises:
        Refused: nothing is due.
    """
    with acting():
        integrator = lock(Integrator, integrator_id)
        refuse(ACT, integrator, obstacles(integrator, at=at), by=by)
        assert integrator.active_until is not None
        at = integrator.active_until
        integrator.active_until = None
        before = standing_of(integrator, at)
        certificate = _lapsed_certificate(integrator, at)
        lapsed_on = last_valid_day(certificate)
        ground = Ground.objects.create(
            integrator=integrator,
            kind=GroundKind.DOCUMENT_LAPSED,
            clause="2",
            at=at,
            recorded_at=now(),
            rule=by.name,
            certificate=certificate,
            lapsed_on=lapsed_on,
        )
        integrator.save(update_fields=["active_until"])
        close(integrator.dossier, [VALIDITY], DeadlineStatus.ELAPSED, at=at)
        facts = {"ground": ground.pk, "certificate": certificate.pk, "lapsed_on": lapsed_on}
        step = record(
            ACT, integrator, by=by, at=at, before=before, after=Standing.PASSIVE, ground=ground.kind, facts=facts
        )
        text = worded(LAPSED, integrator, certificate=certificate.number, lapsed_on=date_short(lapsed_on))
        tell(text, step=step, by=by, at=at)
        publish(ACT.name, integrator.slug, at)
    return ground


def _lapsed_certificate(integrator: Integrator, at: datetime) -> Certificate:
    """Return the accepted certificate that ended last before an instant."""
    accepted = Certificate.objects.filter(firm=integrator.firm_id, accepted_at__lt=at)
    return max(accepted, key=lambda it: (last_valid_day(it), it.pk))
