"""What waits for the ministry, by the next legal instant: one small question per source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Min, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.lifecycle import Status
from applications.models import Application
from deadlines.models import Deadline, DeadlineStatus
from documents.lifecycle import LetterStatus
from documents.models import Letter, Signing, SigningStatus
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import Notice, ServiceReview
from ledger.acts import may
from ledger.models import Outcome, Proposal

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


WAITS: dict[str, str | Promise] = {
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
    elapsed = Deadline.objects.filter(term="completion", status=DeadlineStatus.ELAPSED)
    for late in elapsed.filter(dossier__application__status=Status.DEFICIENT).select_related(
        "dossier__application__firm"
    ):
        application = late.dossier.application
        application.dossier = late.dossier
        what = _("Three months are over: you may ask for refreshed documents")
        yield Task(what, str(application.firm), page_of(application), late.due_at)


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


def notices() -> Iterator[Task]:
    """Yield the notices that did not arrive, whose outcome is unknown, or whose served day is in doubt."""
    waits = {
        NoticeStatus.FAILED: _("Not served: choose another means"),
        NoticeStatus.UNKNOWN: _("Outcome unknown: settle it"),
    }
    for notice in Notice.objects.filter(status__in=waits).select_related("firm", "letter"):
        address = reverse("kep:notice", args=[notice.pk])
        about = f"{notice.firm}: {notice.letter.subject}"
        yield Task(waits[NoticeStatus(notice.status)], about, address, notice.created_at)
    for review in ServiceReview.objects.filter(settled_at=None).select_related("notice__firm"):
        address = reverse("kep:notice", args=[review.notice_id])
        yield Task(_("The evidence proves another served day"), str(review.notice.firm), address, review.raised_at)


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
    sources: Iterable[Iterable[Task]] = (applications(), letters(), notices(), proposals(person, at))
    tasks = [task for source in sources for task in source]
    return sorted(tasks, key=lambda task: (task.due_at is None, task.due_at or task.since, task.since))
