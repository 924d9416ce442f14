"""A renewed version at one integrator: its term, what meets it, and what lets it run on.

Rows that acts write in passing, with the integrator's dossier locked.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from contracts.copies import sent_back
from contracts.models import AgreementVersion, Renewal, SignedAgreement
from contracts.terms import SIGNATURE, arises, evidence_of, reminded
from deadlines.models import Deadline, DeadlineStatus
from deadlines.terms import close_one, open_deadline, remind
from documents.models import DocumentState
from ledger.acts import lock_dossier
from registry.ahead import look_ahead
from registry.due import held
from registry.models import Integrator

if TYPE_CHECKING:
    from ledger.models import Dossier, Step


def hold(dossier_id: int, at: datetime) -> None:
    """Lock a dossier; where it is an integrator's, what fell due before `at` is recorded first."""
    integrator = Integrator.objects.filter(dossier=dossier_id).values_list("pk", flat=True).first()
    if integrator is None:
        lock_dossier(dossier_id)
    else:
        held(integrator, at)


def renewal_of(dossier: Dossier, version: AgreementVersion) -> Renewal | None:
    """Return that an integrator's dossier was asked to sign a version."""
    rows = Renewal.objects.filter(dossier=dossier, version=version)
    return rows.select_related("deadline", "version", "integrator", "sent").first()


def open_renewal(integrator: Integrator, version: AgreementVersion, *, at: datetime, step: Step) -> Renewal:
    """Open an integrator's term for a version: it starts with the publication, whenever it is opened."""
    deadline = _term(integrator, version, step, arises=arises(version), at=at)
    renewal = Renewal.objects.create(
        dossier=integrator.dossier, integrator=integrator, version=version, deadline=deadline, asked_at=at
    )
    settle(renewal, at=at, step=step)
    look_ahead(integrator)
    return renewal


def settle(renewal: Renewal, *, at: datetime, step: Step) -> bool:
    """Let what came back in time meet the term, or the rest of it run where nothing does any more; tell if so.

    Once something had met it, no ground arises by itself: the firm sent in time, and persons decide what it was worth.
    """
    good, running = in_time(renewal), renewal.deadline
    if good == renewal.sent:
        return False
    if good is not None and running.status == DeadlineStatus.OPEN:
        close_one(running, DeadlineStatus.MET, at=at)
    if good is None:
        renewal.deadline = _term(renewal.integrator, renewal.version, step, arises="", at=at)
    renewal.sent = good
    renewal.save(update_fields=["sent", "deadline"])
    look_ahead(renewal.integrator)
    return True


def in_time(renewal: Renewal) -> SignedAgreement | None:
    """Return what was sent before the end and in which nothing is found; a paper that waits for eyes is among it.

    What the ministry has answered with its own signature stays what it is.
    """
    if renewal.sent is not None and renewal.sent.countersigned_at is not None:
        return renewal.sent
    rows = (it for it in reversed(sent_back(renewal.dossier, renewal.version.kind)) if _counts(it, renewal))
    return next(rows, None)


def _counts(signed: SignedAgreement, renewal: Renewal) -> bool:
    sent = signed.copy.version_id == renewal.version_id and signed.sent_at < renewal.deadline.due_at
    return sent and signed.document.state != DocumentState.INFECTED and not signed.found


def _term(integrator: Integrator, version: AgreementVersion, step: Step, *, arises: str, at: datetime) -> Deadline:
    deadline = open_deadline(
        integrator.dossier,
        SIGNATURE[version.kind],
        start=version.published_on,
        evidence=evidence_of(version.number),
        step=step,
        arises=arises,
    )
    remind(deadline, reminded(at), after=at)
    return deadline
