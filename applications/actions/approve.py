"""Two persons approve a suitable application: the firm becomes an integrator and is announced."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from applications.conditions.documents import insufficient
from applications.decided import drop_proposals
from applications.models import Application
from applications.notices import APPROVAL, about
from applications.queries import certificate
from contracts.campaigns import ask_admitted
from contracts.conditions.agreement import countersignature_missing
from contracts.countersigning import bind_countersignature
from kep_gateway.letters import tell
from kep_gateway.notices import kep_missing
from law.clock import legal_day
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Proposal
from ledger.numbers import close_dossier
from ledger.text import legible
from registry.actions.admit import admit
from registry.conditions.certificate import last_valid_day

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "applications.approve",
    _("Approve the application"),
    done=_("Application approved"),
    clause="2",
    arrow="to_approved",
    two_persons=True,
    follows=_(
        "A second person decides within 14 days. The firm then stands on the list at once and is told by letter."
    ),
)
SUBJECT = "applications.Application"


def obstacles(application: Application, *, at: datetime) -> Iterator[Obstacle]:
    """Yield what is not met today, a missing countersignature, a missing product name or KEP address."""
    yield from insufficient(application, today=legal_day(at))
    yield from countersignature_missing(application.dossier)
    if not legible(application.product):
        yield Obstacle("no_product", _("The product's name is missing."), "2/c")
    yield from kep_missing(application.firm, at)


def preview(application: Application, *, at: datetime) -> dict[str, Any]:
    """Return what approval will do: who is listed, with what, until when, and who is told where."""
    found = certificate(application)
    return {
        "listed": application.firm.legal_name,
        "products": [application.product],
        "certificate": found.number if found else "",
        "active_until": last_valid_day(found).isoformat() if found else "",
        "told": application.firm.kep_on(at),
    }


def approve(application_id: int, *, by: User, at: datetime, proposal: Proposal, seen: int | None = None) -> Application:
    """Approve: bind the countersigned agreement, make the integrator with its code, list it, and tell the firm.

    Raises:
        NotAllowed: no approver. Refused: not suitable, not countersigned, anything that lapsed meanwhile.
    """
    with acting():
        application = lock(Application, application_id)
        refuse(ACT, application, obstacles(application, at=at), by=by, seen=seen, proposal=proposal)
        found = certificate(application)
        assert found
        before = application.status
        agreement = bind_countersignature(application.dossier, at=at)
        application.to_approved()
        application.decided_at, application.decision_proposal = at, proposal
        application.save()
        documents = [agreement.sha256, found.document.sha256]
        close_dossier(application.dossier, at=at)
        step = record(ACT, application, by=by, at=at, before=before, documents=documents)
        integrator = admit(
            application.firm_id,
            by=by,
            at=at,
            certificate_id=found.pk,
            products=[application.product],
            proposal=proposal,
        )
        ask_admitted(integrator, application.dossier, at=at)
        drop_proposals(application, at=at)
        tell(about(APPROVAL, application), step=step, by=by, at=at)
    return application
