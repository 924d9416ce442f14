"""What waits for the ministry, by the next legal instant: one small question per source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import DateTimeField, Exists, F, Max, OuterRef, Subquery, Value
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.lifecycle import Status
from applications.models import Application
from applications.queries import three_months_over
from deadlines.models import Deadline, DeadlineStatus
from deadlines.terms import REMINDER
from documents.lifecycle import LetterStatus
from documents.models import Letter, Signing, SigningStatus
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.queries import tasks as notice_tasks
from law.clock import day_end, day_start, legal_day
from ledger.acts import may
from ledger.models import DossierKind, Outcome, Proposal
from registry.conditions.certificate import VOID_EDITIONS, VOID_FROM
from registry.lifecycle import CertificateStatus
from registry.models import Certificate, Integrator
from registry.queries import active
from registry.terms import VERIFICATION

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Task:
    """One thing that waits for a person of the ministry. `due_at` is the next legal instant in its dossier."""

    what: str | Promise
    about: str
    address: str | Promise
    since: datetime
    due_at: datetime | None = None


SHOWN = ("dossier__number", "firm__legal_name")
"""What a line says of its row: hundreds are sorted and fifty shown, so no more of a row is read than lines say."""
RUNNING = Deadline.objects.filter(dossier=OuterRef("dossier"), status=DeadlineStatus.OPEN).exclude(term=REMINDER)
NEXT = Subquery(RUNNING.order_by("due_at").values("due_at")[:1])
"""The next legal instant in a row's dossier; a reminder is none."""
WAITS: Mapping[str, str | Promise] = {
    Status.SUBMITTED: _("Take the application up"),
    Status.UNDER_REVIEW: _("Review the application"),
    Status.SUITABLE: _("Countersign and decide"),
    Status.DEFICIENT: _("Three months are over: you may ask for refreshed documents"),
}


def applications(at: datetime) -> Iterator[Task]:
    """Yield the applications that wait for an officer, and those whose three months are over, in one question."""
    waiting = Application.objects.filter(status__in=WAITS).exclude(status=Status.DEFICIENT)
    ours = waiting.annotate(since=F("submitted_at"), due_at=NEXT).order_by()
    over = three_months_over(at).annotate(since=F("over_since"), due_at=Value(None, DateTimeField())).order_by()
    shown = ("status", "since", "due_at", *SHOWN)
    for status, since, due_at, number, firm in ours.values_list(*shown).union(over.values_list(*shown), all=True):
        yield Task(WAITS[status], firm, reverse_lazy("desk_application", args=[number]), since, due_at)


def letters() -> Iterator[Task]:
    """Yield the letters that wait for a signature or to be sent."""
    waits = {
        LetterStatus.DRAFT: _("Finish the letter"),
        LetterStatus.INITIALLED: _("Sign the letter"),
        LetterStatus.SIGNED: _("Send the letter"),
    }
    # a signed letter with a notice goes out by itself
    unsent = Letter.objects.filter(status__in=waits).exclude(status=LetterStatus.SIGNED, notices__isnull=False)
    shown = ("pk", "status", "subject", "drafted_at", "due_at", "firm__legal_name")
    for pk, status, subject, drafted_at, due_at, firm in unsent.annotate(due_at=NEXT).values_list(*shown):
        address = reverse_lazy("desk_letter", args=[pk])
        yield Task(waits[LetterStatus(status)], f"{firm}: {subject}", address, drafted_at, due_at)
    for signing in Signing.objects.filter(status=SigningStatus.FAILED).select_related("dossier"):
        yield Task(_("Signing failed: look"), str(signing.dossier), reverse_lazy("desk_search"), signing.requested_at)


NOTICES: Mapping[str, str | Promise] = {
    NoticeStatus.WAITING: _("Serve the letter by the chosen means"),
    NoticeStatus.HANDED_OVER: _("No proof of service has come: choose another means"),
    NoticeStatus.FAILED: _("Not served: choose another means"),
    NoticeStatus.UNKNOWN: _("Outcome unknown: settle it"),
}


def notices(at: datetime) -> Iterator[Task]:
    """Yield the notices that need an officer; any other status means that the served day is in doubt."""
    for notice in notice_tasks(at).annotate(due_at=NEXT):
        what = NOTICES.get(notice.status, _("The evidence proves another served day"))
        if notice.term_waits:
            what = _("Load the year's holidays: a term waits for them")
        address = reverse_lazy("kep:notice", args=[notice.pk])
        yield Task(what, f"{notice.firm}: {notice.letter.subject}", address, notice.created_at, notice.due_at)


CERTIFICATES: Mapping[str, str | Promise] = {
    "newer": _("Judge the newer certificate"),
    "verified": _("Verify the certificate anew"),
}


def certificates() -> Iterator[Task]:
    """Yield, in one question, integrators' certificates that wait for an officer.

    A newer one for its judgement, with the end of the old one; the accepted one to be verified anew where that term is
    over and does not run again.
    """
    waiting = Certificate.objects.filter(accepted_at=None, refused_at=None, dossier__kind=DossierKind.INTEGRATOR)
    newer = waiting.annotate(
        what=Value("newer"), since=F("entered_at"), due_at=F("dossier__integrator__active_until")
    ).order_by()
    over = {"dossier__deadlines__term": VERIFICATION, "dossier__deadlines__status": DeadlineStatus.ELAPSED}
    running = Deadline.objects.filter(dossier=OuterRef("dossier"), term=VERIFICATION, status=DeadlineStatus.OPEN)
    verified = Integrator.objects.filter(~Exists(running), ended_at=None, **over).annotate(
        what=Value("verified"), since=Max("dossier__deadlines__due_at"), due_at=F("active_until")
    )
    shown = ("what", "since", "due_at", *SHOWN)
    for what, since, due_at, number, firm in newer.values_list(*shown).union(verified.values_list(*shown), all=True):
        address = reverse_lazy("registry:desk_integrator", args=[number])
        yield Task(CERTIFICATES[what], firm, address, since, due_at)


def uncarried(at: datetime) -> Iterator[Task]:
    """Yield the active integrators that no certificate carries: where nothing happens by itself, persons decide."""
    today = legal_day(at)
    accepted = Certificate.objects.filter(firm=OuterRef("firm"), accepted_at__isnull=False)
    good = accepted.filter(status=CertificateStatus.VALID, issued_on__lte=today, valid_until_on__gte=today)
    if today >= VOID_FROM:
        good = good.exclude(edition__in=VOID_EDITIONS)
    last = Subquery(accepted.order_by("-valid_until_on").values("valid_until_on")[:1])
    told = Max("firm__certificates__verifications__verified_on")
    rows = active(at).filter(~Exists(good)).annotate(last_on=last, told_on=told)
    for last_on, told_on, due_at, number, firm in rows.values_list("last_on", "told_on", "active_until", *SHOWN):
        since = day_end(last_on) if last_on and last_on < today else day_start(told_on or today)
        address = reverse_lazy("registry:desk_integrator", args=[number])
        yield Task(_("No certificate carries the authority: decide"), firm, address, since, due_at)


def proposals(person: User, at: datetime) -> Iterator[Task]:
    """Yield the proposals that this person may decide as the second of two."""
    rows = Proposal.objects.filter(outcome=Outcome.OPEN, expires_at__gt=at).exclude(proposed_by=person)
    for proposal in rows.select_related("dossier__firm"):
        if may(person, proposal.act, proposal):
            about = f"{proposal.dossier.number} {proposal.dossier.firm or ''}"
            address = f"{reverse_lazy('desk_proposals')}#{proposal.pk}"
            yield Task(_("Decide the proposal"), about, address, proposal.proposed_at, proposal.expires_at)


def worklist(person: User, at: datetime) -> list[Task]:
    """Return everything that waits for this person, by the next legal instant, then by age."""
    sources: Iterable[Iterable[Task]] = (
        applications(at),
        letters(),
        notices(at),
        certificates(),
        uncarried(at),
        proposals(person, at),
    )
    tasks = [task for source in sources for task in source]
    return sorted(tasks, key=lambda task: (task.due_at is None, task.due_at or task.since, task.since))
