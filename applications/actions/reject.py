"""Two persons reject an application, on one of the listed grounds and with a document; incompleteness is none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from applications.decided import drop_proposals
from applications.models import Application, RejectionGround
from applications.notices import REJECTION, about
from documents.models import Document
from kep_gateway.letters import tell
from kep_gateway.notices import end_terms, kep_missing
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Proposal
from ledger.numbers import close_dossier
from registry.conditions.grounds import document_stands

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "applications.reject",
    _("Reject the application"),
    done=_("Application rejected"),
    clause="3/a",
    arrow="to_rejected",
    two_persons=True,
    follows=_(
        "A second person decides within 14 days. The firm is told by a letter that says where it can be challenged."
    ),
)
SUBJECT = "applications.Application"


def obstacles(
    application: Application, *, at: datetime, ground: str | None = None, document: int | None = None
) -> Iterator[Obstacle]:
    """Yield a ground that is not on the list, a proof that does not stand, and a firm that cannot be told."""
    if ground is not None and ground not in RejectionGround.values:
        message = _("An application is rejected on the listed grounds only; what is missing is notified instead.")
        yield Obstacle("bad_ground", message, "3/a", "ground")
    if ground is not None:
        yield from document_stands(application.dossier, document, field="document")
    yield from kep_missing(application.firm, at)


def preview(application: Application, *, at: datetime, ground: str, document: int) -> dict[str, Any]:
    """Return what rejection will do: on which ground, by which proof, and who is told where."""
    proof = Document.objects.get(pk=document)
    return {"ground": ground, "proof": proof.sha256, "told": application.firm.kep_on(at)}


def reject(
    application_id: int,
    *,
    by: User,
    at: datetime,
    proposal: Proposal,
    ground: str,
    document: int,
    seen: int | None = None,
) -> Application:
    """Reject a live application; the letter says where the decision can be challenged.

    Raises:
        NotAllowed: no approver. Refused: no listed ground, no proof, decided already.
    """
    with acting():
        application = lock(Application, application_id)
        found = obstacles(application, at=at, ground=ground, document=document)
        refuse(ACT, application, found, by=by, seen=seen, proposal=proposal)
        before = application.status
        application.to_rejected()
        application.rejected_for, application.decided_at = ground, at
        application.decision_proposal, application.decision_document_id = proposal, document
        application.save()
        end_terms(application.dossier, at=at)
        close_dossier(application.dossier, at=at)
        assert application.decision_document
        documents = [application.decision_document.sha256]
        step = record(ACT, application, by=by, at=at, before=before, ground=ground, documents=documents)
        drop_proposals(application, at=at)
        tell(about(REJECTION, application, ground=RejectionGround(ground).label), step=step, by=by, at=at)
    return application
