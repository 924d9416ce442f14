"""What waits for the ministry, by the next legal instant: one small question per source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.lifecycle import Status
from applications.models import Application
from applications.terms import COMPLETION
from deadlines.models import Deadline, DeadlineStatus
from documents.lifecycle import LetterStatus
from documents.models import Letter, Signing, SigningStatus
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.queries import tasks as notice_tasks
from ledger.acts import may
from ledger.models import DossierKind, Outcome, Proposal
from registry.models import Certificate, Integrator
from registry.terms import VERIFICATION

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Task:
    """One thing that waits for a person of the ministry. `due_at` is the next legal instant in its dossier."""

    what: str | Promise
    about: str
    address: str
    since: datetime
    due_at: datetime | None = None


WAITS: Mapping[str, str | Promise] = {
    Status.SUBMITTED: _("Take the application up"),
    Status.UNDER_REVIEW: _("Review the application"),
    Status.SUITABLE: _("Countersign and decide"),
}


def applications() -> Iterator[Task]:
    """Yield the applications that wait for an officer, and those whose three months are over."""
    rows = Application.objects.filter(status__in=WAITS).select_related("dossier", "firm")
    due = Min("dossier__deadlines__due_at", filter=Q(dossier__deadlines__status=DeadlineStatus.OPEN))
    for row in rows.annotate(due_at=due):
        yield Task(WAITS[row.status], str(row.firm), page_of(row), row.submitted_at or row.started_at, row.due_at)
    deficient = Application.objects.filter(status=Status.DEFICIENT).select_related("dossier", "firm")
    for row in over(deficient, COMPLETION.key):
        what = _("Three months are over: you may ask for refreshed documents")
        yield Task(what, str(row.firm), page_of(row), row.over_since)


def page_of(application: Application) -> str:
    """Return the address of an application's dossier page."""
    return reverse("desk_application", args=[application.dossier.number])


def letters() -> Iterator[Task]:
    """Yield the letters that wait for a signature or to be sent."""
    waits = {
        LetterStatus.DRAFT: _("Finish the letter"),
        LetterStatus.INITIALLED: _("Sign the letter"),
        LetterStatus.SIGNED: _("Send the letter"),
    }
    # a signed letter with a notice goes out by itself
    unsent = Letter.objects.filter(status__in=waits).exclude(status=LetterStatus.SIGNED, notices__isnull=False)
    unsent = unsent.select_related("firm")
    for letter in unsent:
        address = reverse("desk_letter", args=[letter.pk])
        yield Task(waits[LetterStatus(letter.status)], f"{letter.firm}: {letter.subject}", address, letter.drafted_at)
    for signing in Signing.objects.filter(status=SigningStatus.FAILED).select_related("dossier"):
        yield Task(_("Signing failed: look"), str(signing.dossier), reverse("desk_search"), signing.requested_at)


NOTICES: Mapping[str, str | Promise] = {
    NoticeStatus.WAITING: _("Serve the letter by the chosen means"),
    NoticeStatus.HANDED_OVER: _("No proof of service has come: choose another means"),
    NoticeStatus.FAILED: _("Not served: choose another means"),
    NoticeStatus.UNKNOWN: _("Outcome unknown: settle it"),
}


def notices(at: datetime) -> Iterator[Task]:
    """Yield the notices that need an officer; any other status means that the served day is in doubt."""
    for notice in notice_tasks(at):
        what = NOTICES.get(notice.status, _("The evidence proves another served day"))
        if notice.term_waits:
            what = _("Load the year's holidays: a term waits for them")
        address = reverse("kep:notice", args=[notice.pk])
        yield Task(what, f"{notice.firm}: {notice.letter.subject}", address, notice.created_at)


def certificates() -> Iterator[Task]:
    """Yield the integrators' newer certificates that wait for an officer's judgement, with the end of the old one."""
    waiting = Certificate.objects.filter(accepted_at=None, refused_at=None, dossier__kind=DossierKind.INTEGRATOR)
    for entered in waiting.select_related("dossier__integrator", "firm"):
        address = reverse("registry:desk_integrator", args=[entered.dossier.number])
        due_at = entered.dossier.integrator.active_until
        yield Task(_("Judge the newer certificate"), str(entered.firm), address, entered.entered_at, due_at)


def verifications() -> Iterator[Task]:
    """Yield the integrators whose certificate is to be verified anew with its certification body."""
    for integrator in over(Integrator.objects.filter(ended_at=None), VERIFICATION).select_related("firm", "dossier"):
        address = reverse("registry:desk_integrator", args=[integrator.dossier.number])
        yield Task(_("Verify the certificate anew"), str(integrator.firm), address, integrator.over_since)


def over(rows: QuerySet[Any], term: str) -> QuerySet[Any]:
    """Keep the rows in whose dossier a term is over and none of its kind runs; `over_since` is the latest end."""
    held = Deadline.objects.filter(dossier=OuterRef("dossier"), term=term)
    ended = held.filter(status=DeadlineStatus.ELAPSED).order_by("-due_at").values("due_at")[:1]
    running = Exists(held.filter(status=DeadlineStatus.OPEN))
    ripe: QuerySet[Any] = rows.annotate(over_since=Subquery(ended)).filter(~running, over_since__isnull=False)
    return ripe


def proposals(person: User, at: datetime) -> Iterator[Task]:
    """Yield the proposals that this person may decide as the second of two."""
    rows = Proposal.objects.filter(outcome=Outcome.OPEN, expires_at__gt=at).exclude(proposed_by=person)
    for proposal in rows.select_related("dossier__firm"):
        if may(person, proposal.act, proposal):
            about = f"{proposal.dossier.number} {proposal.dossier.firm or ''}"
            address = f"{reverse('desk_proposals')}#{proposal.pk}"
            yield Task(_("Decide the proposal"), about, address, proposal.proposed_at, proposal.expires_at)


def worklist(person: User, at: datetime) -> list[Task]:
    """Return everything that waits for this person, by the next legal instant, then by age."""
    sources: Iterable[Iterable[Task]] = (
        applications(),
        letters(),
        notices(at),
        certificates(),
        verifications(),
        proposals(person, at),
    )
    tasks = [task for source in sources for task in source]
    return sorted(tasks, key=lambda task: (task.due_at is None, task.due_at or task.since, task.since))
