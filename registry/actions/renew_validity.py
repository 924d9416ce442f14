"""An accepted certificate carries an integrator further than before: its term is counted anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kep_gateway.letters import tell, worded
from ledger.acts import Act, Rule, acting, lock, record, refuse
from ledger.errors import Obstacle
from registry.conditions.grounds import not_ended
from registry.lifecycle import GroundKind
from registry.models import Integrator
from registry.notices import VALIDITY_RENEWED
from registry.queries import open_grounds
from registry.terms import open_validity
from registry.validity import onward, said_of

ACT = Act(
    "registry.renew_validity",
    _("Validity counted anew from the accepted certificates"),
    clause="2/b",
    rules=frozenset({"certificate", "sweeper"}),
)


def obstacles(integrator: Integrator, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why nothing is counted anew: ended, passive for a lapse (two persons then decide), or nothing changed."""
    yield from not_ended(integrator)
    if any(it.kind == GroundKind.DOCUMENT_LAPSED and it.certificate_id for it in open_grounds(integrator)):
        yield Obstacle("lapsed", _("A document has lapsed; two persons decide on reactivation."), "2")
    if onward(integrator, at) is None:
        yield Obstacle("unchanged", _("No accepted certificate changes the term."), "2/b")


def renew_validity(integrator_id: int, *, by: Rule, at: datetime) -> Integrator:
    """Move `active_until` and replace the running term. Nothing public happens: the list's bytes are good for longer.

    Raises:
        Refused: ended, passive for a lapse, or nothing changed.
    """
    with acting():
        integrator = lock(Integrator, integrator_id)
        refuse(ACT, integrator, obstacles(integrator, at=at), by=by)
        validity = onward(integrator, at)
        assert validity is not None
        facts = {"certificate": validity.certificate.pk, "valid_through": validity.last}
        step = record(ACT, integrator, by=by, at=at, facts=facts, documents=[validity.certificate.document.sha256])
        open_validity(integrator, validity, at=at, step=step)
        tell(worded(VALIDITY_RENEWED, integrator, **said_of(validity)), step=step, by=by, at=at)
    return integrator
