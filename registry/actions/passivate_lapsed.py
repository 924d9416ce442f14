"""A certificate no longer holds and no rule says so by itself: passive, by two persons.

For the policy under which a lapse is not automatic, and for a certificate that its body suspended or withdrew.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from deadlines.models import DeadlineStatus
from deadlines.terms import close
from kep_gateway.letters import Text, tell, worded
from law.clock import legal_day
from law.explain import date_short
from ledger.acts import Act, acting, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience, Proposal
from registry.ahead import look_ahead
from registry.arising import arise
from registry.conditions.certificate import last_valid_day
from registry.conditions.grounds import not_ended
from registry.due import held
from registry.lifecycle import CertificateStatus, GroundKind, Standing
from registry.models import Certificate, Ground, Integrator
from registry.notices import NOT_HOLDING
from registry.previews import Effect, previewed, with_ground
from registry.publication import publish
from registry.queries import open_grounds, standing_of
from registry.terms import VALIDITY
from registry.validity import carried

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "registry.passivate_lapsed",
    _("Make passive: the certificate no longer holds"),
    done=_("Made passive: the certificate no longer holds"),
    clause="2",
    audience=Audience.PUBLIC,
    two_persons=True,
)
SUBJECT = "registry.Integrator"


def obstacles(integrator: Integrator, *, at: datetime, certificate_id: int | None = None) -> Iterator[Obstacle]:
    """Yield why no lapse can be found: ended, found already, a certificate covers the day, a foreign one named."""
    yield from not_ended(integrator)
    if carried(integrator.firm, at) is not None:
        yield Obstacle("covered", _("An accepted certificate covers this day."), "2")
    if any(it.kind == GroundKind.DOCUMENT_LAPSED and it.certificate_id for it in open_grounds(integrator)):
        yield Obstacle("lapsed", _("A ground for a lapsed document is open already."), "2")
    if certificate_id is not None and not _of(integrator).filter(pk=certificate_id).exists():
        message = _("Choose an accepted certificate of this firm.")
        yield Obstacle("foreign_certificate", message, "2", "certificate_id")


def preview(integrator: Integrator, *, at: datetime, certificate_id: int) -> dict[str, Any]:
    """Return the entry before and after, the letter and its way, the terms, and what would follow."""
    text = _wording(integrator, _of(integrator).get(pk=certificate_id))
    effect = Effect(with_ground(integrator, GroundKind.DOCUMENT_LAPSED, at), stops={VALIDITY})
    return previewed(integrator, [text], effect, at=at)


def passivate_lapsed(
    integrator_id: int, *, by: User, at: datetime, proposal: Proposal, certificate_id: int, seen: int | None = None
) -> Ground:
    """Arise the ground of a lapsed document from now on; a decision of two persons never reaches back.

    Raises:
        NotAllowed, Refused: see `obstacles`, or no proposal that a second person approved.
    """
    with acting():
        integrator = held(integrator_id, at)
        found = obstacles(integrator, at=at, certificate_id=certificate_id)
        refuse(ACT, integrator, found, by=by, seen=seen, proposal=proposal)
        before, certificate = standing_of(integrator, at), _of(integrator).get(pk=certificate_id)
        lapsed = {"certificate": certificate, "lapsed_on": _lapsed_on(certificate, at)}
        ground = arise(integrator, GroundKind.DOCUMENT_LAPSED, by=by, at=at, proposal=proposal, **lapsed)
        close(integrator.dossier, [VALIDITY], DeadlineStatus.CANCELLED, at=at)
        look_ahead(integrator)
        facts = {"ground": ground.pk, "certificate": certificate.pk, "proposal": proposal.pk}
        step = record(
            ACT, integrator, by=by, at=at, before=before, after=Standing.PASSIVE, ground=ground.kind, facts=facts
        )
        tell(_wording(integrator, certificate), step=step, by=by, at=at)
        publish(ACT.name, integrator.slug, at)
    return ground


def _of(integrator: Integrator) -> Any:
    return Certificate.objects.filter(firm=integrator.firm_id, accepted_at__isnull=False)


def _lapsed_on(certificate: Certificate, at: datetime) -> date:
    """Return the last day that counts: the printed one, or the day before the decision for a withdrawn certificate."""
    return min(last_valid_day(certificate), legal_day(at) - timedelta(days=1))


def _wording(integrator: Integrator, certificate: Certificate) -> Text:
    # lazy, so that the letter puts it in its own language
    said = "" if certificate.status == CertificateStatus.VALID else CertificateStatus(certificate.status).label
    printed = date_short(last_valid_day(certificate))
    return worded(NOT_HOLDING, integrator, certificate=certificate.number, lapsed_on=printed, said=said)
