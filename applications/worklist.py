"""What waits for the ministry, what presses first: one prepared question per source (docs/decisions/0035)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Case, DateField, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from applications.lifecycle import Status
from applications.models import Application, Asked, Request
from applications.queries import OVER_SINCE
from contracts.models import Ink, Kind, Renewal, SignedAgreement
from deadlines.models import Deadline, DeadlineStatus
from deadlines.terms import REMINDER
from documents.lifecycle import LetterStatus
from documents.models import Letter, Signing, SigningStatus
from kep_gateway.inbox.lifecycle import MailStatus
from kep_gateway.inbox.queries import waiting as waiting_mails
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import Means
from kep_gateway.queries import CALENDAR_WAITS, needing, silent_since
from law.clock import day_end, day_start, legal_day
from ledger.acts import may
from ledger.models import Dossier, Outcome, Proposal
from ledger.prepared import Given, Prepared
from registry.conditions.certificate import VOID_EDITIONS, VOID_FROM
from registry.lifecycle import CertificateStatus
from registry.models import Certificate, CertificateVerification, Ground, Integrator
from registry.queries import active
from registry.terms import VERIFICATION

if TYPE_CHECKING:
    from accounts.models import User


SOON = timedelta(days=30)
"""How long before a legal instant its task goes before what has waited longer; an order, no rule."""


class Matter(NamedTuple):
    """The dossier that a task lies in, and who has taken it on."""

    number: str = ""
    handler: int | None = None
    handler_name: str = ""


class Task(NamedTuple):
    """One thing that waits for a person of the ministry. `due_at` is the next legal instant in its dossier.

    Hundreds are made and fifty shown: an address is spelled only where it is read. `row` is what it names, or a
    tuple of that.
    """

    what: str | Promise
    about: str
    since: datetime
    due_at: datetime | None
    page: str
    row: object = None
    matter: Matter = Matter()
    tail: str = ""

    @property
    def address(self) -> str:
        """Where the task is done."""
        named = self.row if isinstance(self.row, tuple) else (self.row,)
        return reverse(self.page, args=[it for it in named if it is not None]) + self.tail


MATTER = ("dossier__number", "dossier__handler", "dossier__handler__full_name")
SHOWN = ("dossier__firm__legal_name", *MATTER)
"""What a line says of its row: hundreds are sorted and fifty shown, so no more of a row is read than lines say."""
RUNNING = Deadline.objects.filter(dossier=OuterRef("dossier"), status=DeadlineStatus.OPEN).exclude(term=REMINDER)
NEXT = Subquery(RUNNING.order_by("due_at").values("due_at")[:1])
"""The next legal instant in a row's dossier; a reminder is none."""
NEVER, NO_DAY = Cast(Value(None), DateTimeField()), Cast(Value(None), DateField())
NO_DAYS = {"last_on": NO_DAY, "told_on": NO_DAY}
WAITS: Mapping[str, str | Promise] = {
    Status.SUBMITTED: _("Take the application up"),
    Status.UNDER_REVIEW: _("Review the application"),
    Status.SUITABLE: _("Countersign and decide"),
    Status.DEFICIENT: _("Three months are over: you may ask for refreshed documents"),
}


_OPEN = Proposal.objects.filter(dossier=OuterRef("dossier"), outcome=Outcome.OPEN).order_by("-expires_at")
_REFRESHED = Request.objects.filter(application=OuterRef("pk"), asked=Asked.REFRESH, sent_at__isnull=False)
_DEFICIENT = Q(status=Status.DEFICIENT)
_APPLICATIONS = Prepared(
    lambda: (
        Application.objects.filter(status__in=WAITS)
        .annotate(due_at=NEXT, over_since=Case(When(_DEFICIENT, then=OVER_SINCE)))
        .annotate(asked_at=Case(When(_DEFICIENT, then=Subquery(_REFRESHED.order_by("-sent_at").values("sent_at")[:1]))))
        .annotate(proposed_until=Case(When(status=Status.SUITABLE, then=Subquery(_OPEN.values("expires_at")[:1]))))
        .order_by()
        .values_list("status", "submitted_at", "over_since", "asked_at", "proposed_until", "due_at", *SHOWN)
    )
)


def applications(at: datetime) -> Iterator[Task]:
    """Yield, in one question, the applications that wait for an officer, and those whose three months are over."""
    for status, submitted_at, over_since, asked_at, proposed_until, due_at, firm, *matter in _APPLICATIONS.rows():
        page = ("desk_application", matter[0], Matter(*matter))
        if status != Status.DEFICIENT:
            if proposed_until is None or proposed_until <= at:  # else the second person has it
                yield Task(WAITS[status], firm, submitted_at, due_at, *page)
        elif over_since and over_since <= at and (asked_at is None or asked_at < over_since):
            yield Task(WAITS[status], firm, over_since, None, *page)


LETTERS: Mapping[str, str | Promise] = {
    LetterStatus.DRAFT: _("Finish the letter"),
    LetterStatus.INITIALLED: _("Sign the letter"),
    LetterStatus.SIGNED: _("Send the letter"),
    SigningStatus.FAILED: _("Signing failed: look"),
}


_LETTER = ("pk", "status", "subject", "since", "due_at", *SHOWN)
# a signed letter with a notice goes out by itself
_UNSENT = Letter.objects.filter(status__in=LETTERS).exclude(status=LetterStatus.SIGNED, notices__isnull=False)
_FAILED = Signing.objects.filter(status=SigningStatus.FAILED).annotate(
    subject=F("dossier__number"), since=F("requested_at"), due_at=NEVER
)
_LETTERS = Prepared(
    lambda: (
        _UNSENT.annotate(since=F("drafted_at"), due_at=NEXT)
        .order_by()
        .values_list(*_LETTER)
        .union(_FAILED.order_by().values_list(*_LETTER), all=True)
    )
)


def letters() -> Iterator[Task]:
    """Yield, in one question, the letters that wait for a signature or to be sent, and the signings that failed."""
    for pk, status, subject, since, due_at, firm, *matter in _LETTERS.rows():
        of = Matter(*matter)
        failed_one = status == SigningStatus.FAILED
        where = ("desk_search", None, of, f"?q={subject}") if failed_one else ("desk_letter", pk, of)
        yield Task(LETTERS[status], f"{firm}: {subject}", since, due_at, *where)


NOTICES: Mapping[str, str | Promise] = {
    NoticeStatus.WAITING: _("Serve the letter by the chosen means"),
    NoticeStatus.HANDED_OVER: _("No proof of service has come: choose another means"),
    NoticeStatus.FAILED: _("Not served: choose another means"),
    NoticeStatus.UNKNOWN: _("Outcome unknown: settle it"),
}


_NOTICES = Prepared(
    lambda: (
        needing(Given("silent_since", DateTimeField()))
        .annotate(due_at=NEXT, calendar_waits=CALENDAR_WAITS)
        .order_by()
        .values_list("pk", "status", "means", "calendar_waits", "letter__subject", "created_at", "due_at", *SHOWN)
    )
)


def notices(at: datetime) -> Iterator[Task]:
    """Yield the notices that need an officer; any other status means that the served day is in doubt."""
    rows = _NOTICES.rows(silent_since=silent_since(at))
    for pk, status, means, calendar_waits, subject, since, due_at, firm, *matter in rows:
        what = NOTICES.get(status, _("The evidence proves another served day"))
        if status == NoticeStatus.WAITING and means == Means.KEP:
            what = _("KEP has not taken the letter: choose another means")
        if calendar_waits:
            what = _("Load the year's holidays: a term waits for them")
        yield Task(what, f"{firm}: {subject}", since, due_at, "kep:notice", pk, Matter(*matter))


MAILS: Mapping[str, str | Promise] = {
    MailStatus.WAITING: _("Find the KEP message's dossier"),
    MailStatus.MATCHED: _("Look at the firm's KEP message"),
}


_MAILS = Prepared(
    lambda: (
        waiting_mails()
        .annotate(due_at=Case(When(status=MailStatus.MATCHED, then=NEXT)))
        .order_by()
        .values_list("pk", "status", "sender", "subject", "received_at", "due_at", *SHOWN)
    )
)


def mails() -> Iterator[Task]:
    """Yield the messages from firms that lie in the tray, or in their dossier and were not looked at."""
    for pk, status, sender, subject, since, due_at, firm, *matter in _MAILS.rows():
        yield Task(MAILS[status], f"{firm or sender}: {subject}", since, due_at, "kep:incoming", pk, Matter(*matter))


CERTIFICATES: Mapping[str, str | Promise] = {
    "newer": _("Judge the newer certificate"),
    "verified": _("Verify the certificate anew"),
    "uncarried": _("No certificate carries the authority: decide"),
}


_CERTIFICATE = ("what", "since", "last_on", "told_on", "lapse", *SHOWN)
_LAPSE = F("dossier__integrator__active_until")
_NEWER = (
    Certificate.objects.filter(accepted_at=None, refused_at=None, dossier__integrator__isnull=False)
    .annotate(what=Value("newer"), since=F("entered_at"), lapse=_LAPSE, **NO_DAYS)
    .order_by()
    .values_list(*_CERTIFICATE)
)
_LATER = Q(status=DeadlineStatus.OPEN) | Q(status=DeadlineStatus.ELAPSED, due_at__gt=OuterRef("due_at"))
_OTHERS = Deadline.objects.filter(_LATER, term=VERIFICATION, dossier=OuterRef("dossier"))
_UNVERIFIED = (
    Deadline.objects.filter(~Exists(_OTHERS), term=VERIFICATION, status=DeadlineStatus.ELAPSED)
    .filter(dossier__integrator__isnull=False, dossier__integrator__ended_at=None)
    .annotate(what=Value("verified"), since=F("due_at"), lapse=_LAPSE, **NO_DAYS)
    .order_by()
    .values_list(*_CERTIFICATE)
)


def _uncarried() -> QuerySet[Integrator]:
    accepted = Certificate.objects.filter(firm=OuterRef("firm"), accepted_at__isnull=False)
    valid = accepted.filter(status=CertificateStatus.VALID, issued_on__lte=TODAY, valid_until_on__gte=TODAY)
    good = valid.alias(today=TODAY).exclude(edition__in=VOID_EDITIONS, today__gte=VOID_FROM)
    asked = CertificateVerification.objects.filter(certificate__firm=OuterRef("firm")).order_by("-verified_on")
    last = Subquery(accepted.order_by("-valid_until_on").values("valid_until_on")[:1])
    told = Subquery(asked.values("verified_on")[:1])
    rows = active(Given("at", DateTimeField())).filter(~Exists(good))
    return rows.annotate(what=Value("uncarried"), last_on=last, told_on=told, since=NEVER, lapse=F("active_until"))


TODAY = Given("today", DateField())
_CERTIFICATES = Prepared(
    lambda: _NEWER.union(_UNVERIFIED, _uncarried().order_by().values_list(*_CERTIFICATE), all=True)
)


def certificates(at: datetime) -> Iterator[Task]:
    """Yield, in one question, what integrators' certificates need of an officer.

    A newer one its judgement, with the end of the old one; the accepted one to be verified anew where that term is over
    and does not run again; and a decision on an active integrator that none carries, where nothing happens by itself.
    """
    today = legal_day(at)
    for what, since, last_on, told_on, due_at, firm, *matter in _CERTIFICATES.rows(at=at, today=today):
        begun = since or (day_end(last_on) if last_on and last_on < today else day_start(told_on or today))
        yield Task(CERTIFICATES[what], firm, begun, due_at, "registry:desk_integrator", matter[0], Matter(*matter))


AGREEMENTS: Mapping[str, str | Promise] = {
    "compare": _("Compare the agreement with the paper original"),
    "countersign": _("Countersign the renewed agreement"),
    "late": _("Decide: the renewed agreement did not come back"),
}


_AGREEMENT = ("what", "since", "text", "due_at", *SHOWN)
_SENT = SignedAgreement.objects.filter(dossier__integrator__ended_at=None, copy__superseded_at=None).filter(
    dossier__integrator__isnull=False, flaws=[]
)
_INK = (
    _SENT.filter(ink=Ink.WET, verified_at=None)
    .annotate(what=Value("compare"), since=F("sent_at"), text=F("copy__kind"), due_at=NEVER)
    .order_by()
    .values_list(*_AGREEMENT)
)
_SEEN = Q(ink=Ink.ELECTRONIC) | Q(verified_at__isnull=False)
_ONE_SIDED = (
    _SENT.filter(_SEEN, copy__kind=Kind.AGREEMENT, countersigning=None, countersigned=None)
    .annotate(what=Value("countersign"), since=F("sent_at"), text=F("copy__kind"), due_at=NEVER)
    .order_by()
    .values_list(*_AGREEMENT)
)
_FOUND = Ground.objects.filter(integrator=OuterRef("integrator"), closing="", deadline__term=OuterRef("deadline__term"))
_AFTER = Renewal.objects.filter(
    integrator=OuterRef("integrator"), version__kind=OuterRef("version__kind"), asked_at__gt=OuterRef("asked_at")
)
_LATE = (
    Renewal.objects.filter(~Exists(_FOUND), ~Exists(_AFTER), integrator__ended_at=None, sent=None)
    .filter(deadline__status=DeadlineStatus.ELAPSED, deadline__arises="")
    .annotate(what=Value("late"), since=F("deadline__due_at"), text=F("version__kind"), due_at=NEVER)
    .order_by()
    .values_list(*_AGREEMENT)
)
_AGREEMENTS = Prepared(lambda: _INK.union(_ONE_SIDED, _LATE, all=True))


def agreements() -> Iterator[Task]:
    """Yield, in one question, what renewed agreements need of the ministry: eyes, its signature, or a decision."""
    for what, since, text, due_at, firm, *matter in _AGREEMENTS.rows():
        where = ("desk_agreement_of", (text, matter[0]), Matter(*matter))
        yield Task(AGREEMENTS[what], firm, since, due_at, *where)


def proposals(person: User, at: datetime) -> Iterator[Task]:
    """Yield the proposals that this person may decide as the second of two."""
    rows = Proposal.objects.filter(outcome=Outcome.OPEN, expires_at__gt=at).exclude(proposed_by=person)
    for proposal in rows.select_related("dossier__firm", "dossier__handler"):
        if may(person, proposal.act, proposal):
            about = f"{proposal.dossier.number} {proposal.dossier.firm or ''}"
            page = ("desk_proposals", None, _matter(proposal.dossier), f"#{proposal.pk}")
            yield Task(_("Decide the proposal"), about, proposal.proposed_at, proposal.expires_at, *page)


def _matter(dossier: Dossier) -> Matter:
    handler = dossier.handler
    return Matter(dossier.number, dossier.handler_id, handler.full_name if handler else "")


WHOSE = (("", _("All")), ("ben", _("Mine")), ("bos", _("Nobody's")))
"""Whose tasks are shown, as the address spells it, and in words."""


def shared(tasks: Iterable[Task], person: User) -> dict[str, list[Task]]:
    """Return the tasks by whose they are: everybody's, the person's own, and those that nobody has taken on."""
    found = list(tasks)
    mine = [task for task in found if task.matter.handler == person.pk]
    return {"": found, "ben": mine, "bos": [task for task in found if task.matter.handler is None]}


def worklist(person: User, at: datetime) -> list[Task]:
    """Return everything that waits for this person: first what is over or ends soon, then what waits longest."""
    sources: Iterable[Iterable[Task]] = (
        applications(at),
        letters(),
        notices(at),
        mails(),
        certificates(at),
        agreements(),
        proposals(person, at),
    )
    soon = at + SOON
    tasks = [task for source in sources for task in source]
    return sorted(tasks, key=lambda task: (*_pressing(task, soon), task.since, task.about))


def _pressing(task: Task, soon: datetime) -> tuple[bool, datetime]:
    ends = task.due_at if task.due_at is not None and task.due_at <= soon else None
    return ends is None, ends or task.since
