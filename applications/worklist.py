"""What waits for the ministry, what presses first: one prepared question per source (docs/decisions/0035)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Found, KepAddress
from applications.duties import agreements, conditions
from applications.lifecycle import Status
from applications.models import Application, Asked, Request
from applications.queries import OVER_SINCE
from applications.waiting import NEVER, NEXT, NO_DAY, NO_DAYS, SHOWN, Matter, Task
from deadlines.left import hours_left_of
from deadlines.models import Deadline, DeadlineStatus
from documents.lifecycle import LetterStatus
from documents.models import Letter, Signing, SigningStatus
from kep_gateway.inbox.lifecycle import MailStatus
from kep_gateway.inbox.queries import waiting as waiting_mails
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import HoldReason, Means, OutboxHold, ProviderBalance, ServiceReview
from kep_gateway.queries import CALENDAR_WAITS, UNPROVABLE, needing, silent_since
from law.clock import day_end, day_start, legal_day
from ledger.acts import may
from ledger.models import Dossier, Outcome, Proposal
from ledger.prepared import Given, Prepared
from policies.queries import value
from privacy.lifecycle import RequestStatus
from privacy.queries import waiting as waiting_data
from registry.carrying import fallen, held, with_next_audit
from registry.models import Certificate, CertificateVerification, Integrator
from registry.queries import active
from registry.terms import VERIFICATION

if TYPE_CHECKING:
    from accounts.models import User


SOON = timedelta(days=30)
"""How long before a legal instant its task goes before what has waited longer; an order, no rule."""


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


_NOTICE = ("handed_over_at", "letter__subject", "created_at", "due_at")
_NOTICES = Prepared(
    lambda: (
        needing(Given("silent_since", DateTimeField()))
        .annotate(due_at=NEXT, calendar_waits=CALENDAR_WAITS, bare=UNPROVABLE)
        .annotate(disputed=Exists(ServiceReview.objects.filter(notice=OuterRef("pk"), settled_at=None)))
        .order_by()
        .values_list("pk", "status", "means", "calendar_waits", "bare", "disputed", *_NOTICE, *SHOWN)
    )
)


def notices(at: datetime) -> Iterator[Task]:
    """Yield the notices that need an officer, each with what presses most about it."""
    silent = silent_since(at)
    rows = _NOTICES.rows(silent_since=silent)
    for pk, status, means, calendar_waits, bare, disputed, handed, subject, since, due_at, firm, *matter in rows:
        what = NOTICES.get(status)
        if status == NoticeStatus.HANDED_OVER and handed >= silent:
            what = _("No evidence can be bound to the message: choose another means") if bare else None
        if status == NoticeStatus.WAITING and means == Means.KEP:
            what = _("KEP has not taken the letter: choose another means")
        if calendar_waits:
            what = _("Load the year's holidays: a term waits for them")
        if what is None:
            what = _("The evidence proves another served day") if disputed else _("Look at the refused KEP evidence")
        yield Task(what, f"{firm}: {subject}", since, due_at, "kep:notice", pk, Matter(*matter))


BY_KEP: Mapping[str, str | Promise] = {
    MailStatus.WAITING: _("Find the KEP message's dossier"),
    MailStatus.MATCHED: _("Look at the firm's KEP message"),
    HoldReason.TOO_MANY: _("The outbox is held: look and let the letters go"),
    HoldReason.NO_CREDIT: _("The outbox is held: the credit at the KEP provider is spent"),
    HoldReason.NO_SPACE: _("The outbox is held: the mailbox at the KEP provider is full"),
    "low": _("The credit at the KEP provider runs low"),
    "unknown address": _("The provider does not know the firm's KEP address: ask the firm"),
}


_BY_KEP = ("pk", "what", "sender", "about", "since", "due_at", "name", "number", "handler", "handler_name")
_OF_DOSSIER = {
    "name": F("dossier__firm__legal_name"),
    "number": F("dossier__number"),
    "handler": F("dossier__handler"),
    "handler_name": F("dossier__handler__full_name"),
}
_OF_FIRM = {
    "name": F("firm__legal_name"),
    "number": F("firm__dossier__number"),
    "handler": F("firm__dossier__handler"),
    "handler_name": F("firm__dossier__handler__full_name"),
}
NOTHING, NOBODY = Value("", CharField()), Cast(Value(None), BigIntegerField())
_OF_NOBODY = {"name": NOTHING, "number": NOTHING, "handler": NOBODY, "handler_name": NOTHING}
_BARE = {"sender": NOTHING, "about": NOTHING, "due_at": NEVER}


def _by_kep(rows: QuerySet[Any, Any], **columns: Any) -> QuerySet[Any, Any]:
    found: QuerySet[Any, Any] = rows.annotate(**columns).order_by().values_list(*_BY_KEP)
    return found


def _mails() -> QuerySet[Any, Any]:
    due = Case(When(status=MailStatus.MATCHED, then=NEXT))
    said = {"what": F("status"), "about": F("subject"), "since": F("received_at"), "due_at": due}
    return _by_kep(waiting_mails(), **said, **_OF_DOSSIER)


def _holds() -> QuerySet[Any, Any]:
    return _by_kep(
        OutboxHold.objects.filter(released_at=None), what=F("reason"), since=F("raised_at"), **_BARE, **_OF_NOBODY
    )


def _low_credit() -> QuerySet[Any, Any]:
    low = ProviderBalance.objects.filter(low_at__isnull=False)
    return _by_kep(low, what=Value("low"), since=F("low_at"), **_BARE, **_OF_NOBODY)


def _unknown_addresses() -> QuerySet[Any, Any]:
    rows = KepAddress.objects.filter(found=Found.UNKNOWN, until_at=None, firm__ended_at=None)
    return _by_kep(rows, what=Value("unknown address"), since=F("checked_at"), **_BARE, **_OF_FIRM)


_KEP = Prepared(lambda: _mails().union(_holds(), _low_credit(), _unknown_addresses(), all=True))


def by_kep() -> Iterator[Task]:
    """Yield, in one question, what needs an officer about KEP itself.

    Messages from firms that lie in the tray, or in their dossier and were not looked at; what keeps all letters from
    going out, or soon will; and firms' addresses that the provider's directory does not know.
    """
    for pk, what, sender, subject, since, due_at, firm, *matter in _KEP.rows():
        if what in MailStatus.values:
            yield Task(BY_KEP[what], f"{firm or sender}: {subject}", since, due_at, "kep:incoming", pk, Matter(*matter))
        elif what == "unknown address":
            yield Task(BY_KEP[what], firm, since, None, "desk_firm", matter[0], Matter(*matter))
        else:
            yield Task(BY_KEP[what], "", since, None, "kep:outbox")


CERTIFICATES: Mapping[str, str | Promise] = {
    "newer": _("Judge the newer certificate"),
    "verified": _("Verify the certificate anew"),
    "uncarried": _("No certificate carries the authority: decide"),
    "fallen": _("The certification body is suspended or withdrawn: verify anew, decide"),
    "unaudited": _("The surveillance audit's day has passed: ask the certification body"),
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
    asked = CertificateVerification.objects.filter(certificate__firm=OuterRef("firm")).order_by("-verified_on")
    last = Subquery(accepted.order_by("-valid_until_on").values("valid_until_on")[:1])
    told = Subquery(asked.values("verified_on")[:1])
    rows = active(Given("at", DateTimeField())).filter(~Exists(held(TODAY)))
    return rows.annotate(what=Value("uncarried"), last_on=last, told_on=told, since=NEVER, lapse=F("active_until"))


def _fallen() -> QuerySet[Integrator]:
    found = held(TODAY).filter(fallen())
    rows = Integrator.objects.filter(Exists(found), ended_at=None)
    since = Subquery(found.values("certifier__changed_at")[:1])
    return rows.annotate(what=Value("fallen"), since=since, lapse=F("active_until"), **NO_DAYS)


def _unaudited() -> QuerySet[Integrator]:
    found = with_next_audit(held(TODAY)).filter(audit_on__lt=Given("audited_before", DateField()))
    rows = Integrator.objects.filter(Exists(found), ended_at=None)
    planned = {"last_on": Subquery(found.values("audit_on")[:1]), "told_on": NO_DAY, "since": NEVER}
    return rows.annotate(what=Value("unaudited"), lapse=F("active_until"), **planned)


def _of_certificates() -> QuerySet[Any, Any]:
    others = (it.order_by().values_list(*_CERTIFICATE) for it in (_uncarried(), _fallen(), _unaudited()))
    return _NEWER.union(_UNVERIFIED, *others, all=True)


TODAY = Given("today", DateField())
_CERTIFICATES = Prepared(_of_certificates)


def certificates(at: datetime) -> Iterator[Task]:
    """Yield, in one question, what integrators' certificates need of an officer.

    A newer one its judgement, with the end of the old one; the accepted one to be verified anew where that term is over
    and does not run again; a decision on an active integrator that none carries, where nothing happens by itself; and
    questions to the body, where its own accreditation fell or its planned surveillance audit is not heard of.
    """
    today = legal_day(at)
    patience = timedelta(days=value("certificate.surveillance_days", today))
    rows = _CERTIFICATES.rows(at=at, today=today, audited_before=today - patience)
    for what, since, last_on, told_on, due_at, firm, *matter in rows:
        begun = since or (day_end(last_on) if last_on and last_on < today else day_start(told_on or today))
        yield Task(CERTIFICATES[what], firm, begun, due_at, "registry:desk_integrator", matter[0], Matter(*matter))


DATA: Mapping[str, str | Promise] = {
    RequestStatus.RECEIVED: _("Make sure who asks about their data"),
    RequestStatus.IDENTIFIED: _("Answer the data subject"),
    "board": _("Tell the Board of the breach"),
    "subjects": _("Tell those concerned of the breach"),
    "close": _("Close the file of the breach"),
}


def personal_data(person: User, at: datetime) -> Iterator[Task]:
    """Yield, in one question, what waits of requests and breaches, to whoever answers for personal data."""
    if may(person, "privacy.check_identity"):
        for what, page, number, since, due_at, *handler in waiting_data():
            about = f"{number} – {hours_left_of(due_at, at).words}" if what == "board" and due_at else number
            yield Task(DATA[what], about, since, due_at, page, number, Matter(number, *handler))


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
        by_kep(),
        certificates(at),
        conditions(at),
        agreements(),
        personal_data(person, at),
        proposals(person, at),
    )
    soon = at + SOON
    tasks = [task for source in sources for task in source]
    return sorted(tasks, key=lambda task: (*_pressing(task, soon), task.since, task.about))


def _pressing(task: Task, soon: datetime) -> tuple[bool, datetime]:
    ends = task.due_at if task.due_at is not None and task.due_at <= soon else None
    return ends is None, ends or task.since
