"""What is asked of notices: what their evidence proves, what waits, and what needs a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from accounts.models import Firm
from documents.lifecycle import LetterStatus
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import Evidence, EvidenceKind, Means, Notice, RefusedEvidence, ServiceReview
from kep_gateway.opinion import EvidenceFact, Opinion, ServiceRule, opinion
from law.clock import day_start, legal_day
from law.terms import Unit
from ledger.prepared import Given
from policies.queries import value

WATCHED = timedelta(days=60)
"""How long after handing over a settled notice's evidence is still asked for: a provider's late word is evidence."""

CALENDAR_WAITS = Q(status=NoticeStatus.SERVED, term__isnull=False, deadline=None) & ~Q(term__unit=Unit.HOURS.value)
"""Served, but its term reaches a year whose holidays are not loaded; `Notice.term_waits` asked of the database."""


UNPROVABLE = Q(status=NoticeStatus.HANDED_OVER, means=Means.KEP) & (Q(message_id="") | Q(package=None))
"""Handed over, and no evidence can be bound to it; `Notice.unprovable` asked of the database."""


def rule_for(means: Means, at: datetime) -> str:
    """Return the rule of the served day for what is handed over at an instant: the policy's for KEP, else the law's."""
    if means == Means.KEP:
        rule: str = value("service.kep", legal_day(at))
        return rule
    return ServiceRule.UETS if means == Means.UETS else ServiceRule.DELIVERY_DAY


def opinion_of(notice: Notice, evidence: Iterable[Evidence] | None = None) -> Opinion:
    """Return what the evidence of a notice proves, by the rule that was fixed when it was handed over.

    `evidence` is the notice's own where it was read already.
    """
    facts = [fact_of(one) for one in (notice.evidence.all() if evidence is None else evidence)]
    return opinion(facts, notice.served_policy or ServiceRule.FIFTH_DAY)


def fact_of(evidence: Evidence) -> EvidenceFact:
    """Return an evidence row as the plain value that opinions are made of."""
    return EvidenceFact(evidence.event_at, EvidenceKind(evidence.kind), evidence.reference)


def counting_notice(notice: Notice) -> Notice:
    """Return the notice that counts for a letter: the last one by which it was served otherwise, or the notice."""
    following = Notice.objects.filter(replaces=notice).first()
    return counting_notice(following) if following else notice


def counting_day(notice: Notice) -> date | None:
    """Return the served day that counts now: the notice's own, else that of the notice which replaced it."""
    return notice.served_on or counting_notice(notice).served_on


def clocks_apart(at: datetime) -> timedelta:
    """Return by how much the provider's clock may differ from ours, before or behind."""
    return timedelta(minutes=value("service.clocks_apart_minutes", legal_day(at)))


def silent_since(at: datetime) -> datetime:
    """Return the instant before which a message must have been handed over to have been silent too long by now."""
    days = value("service.kep_silent_days", legal_day(at))
    return day_start(legal_day(at) - timedelta(days=days))


def silent(notice: Notice, at: datetime) -> bool:
    """Tell whether no evidence has settled, for the policy's number of whole days, what became of a message."""
    since = notice.handed_over_at if notice.status == NoticeStatus.HANDED_OVER else None
    return since is not None and since < silent_since(at)


def stuck(notice: Notice, at: datetime) -> bool:
    """Tell whether a message was tried and has not left the house for as long as a silent one would be waited for."""
    since = notice.letter.signed_at if notice.status == NoticeStatus.WAITING and notice.attempts else None
    return since is not None and since < silent_since(at)


def waiting(at: datetime) -> QuerySet[Notice]:
    """Return what may be handed over at an instant, oldest first; and what must be asked after, its outcome unknown."""
    rows = Notice.objects.filter(
        means=Means.KEP,
        status__in=[NoticeStatus.WAITING, NoticeStatus.UNKNOWN],
        letter__status__in=[LetterStatus.SIGNED, LetterStatus.SENT],
    )
    return rows.exclude(retry_at__gt=at).order_by("created_at", "pk")


def untried(at: datetime) -> QuerySet[Notice]:
    """Return what would leave the house for the first time."""
    return waiting(at).filter(attempts=0).order_by()


def watched(at: datetime) -> QuerySet[Notice]:
    """Return the notices whose provider is to be asked for evidence at an instant, longest waiting first."""
    rows = Notice.objects.filter(means=Means.KEP).exclude(message_id="").exclude(retry_at__gt=at)
    late = Q(status__in=[NoticeStatus.SERVED, NoticeStatus.FAILED, NoticeStatus.REPLACED])
    of_interest = Q(status=NoticeStatus.HANDED_OVER) | (late & Q(handed_over_at__gt=at - WATCHED))
    return rows.filter(of_interest).order_by(F("retry_at").asc(nulls_first=True), "pk")


def terms_waiting() -> QuerySet[Notice]:
    """Return the served notices whose term cannot be counted before a further year's holidays are loaded."""
    return Notice.objects.filter(CALENDAR_WAITS).order_by("served_on", "pk")


def tasks(at: datetime) -> QuerySet[Notice]:
    """Return the notices that need an officer at an instant."""
    return _with_neighbours(needing(silent_since(at)))


def needing(silent_since: datetime | Given) -> QuerySet[Notice]:
    """Return the notices that need an officer; what was handed over before an instant has been silent too long.

    Not served, outcome unknown, silent too long or tried for so long, beyond proof, to be served by hand, under review,
    with refused evidence that nobody has looked at, or waiting for a calendar year.
    """
    by_person = Q(status=NoticeStatus.WAITING, letter__status__in=[LetterStatus.SIGNED, LetterStatus.SENT])
    needs = (
        Q(status__in=[NoticeStatus.FAILED, NoticeStatus.UNKNOWN])
        | Q(status=NoticeStatus.HANDED_OVER, handed_over_at__lt=silent_since)
        | UNPROVABLE
        | (by_person & (~Q(means=Means.KEP) | Q(attempts__gt=0, letter__signed_at__lt=silent_since)))
        | CALENDAR_WAITS
        | Q(pk__in=ServiceReview.objects.filter(settled_at=None).values("notice"))
        | Q(pk__in=unseen_refusals().values("notice"))
    )
    return Notice.objects.filter(needs)


def unseen_refusals() -> QuerySet[RefusedEvidence]:
    """Return the refused evidence that nobody has looked at, but for bytes that were proven later after all."""
    proven = Evidence.objects.filter(notice=OuterRef("notice"), document__sha256=OuterRef("sha256"))
    return RefusedEvidence.objects.filter(~Exists(proven), look=None)


def outbox() -> QuerySet[Notice]:
    """Return every notice for the ministry's page, newest first."""
    return _with_neighbours(Notice.objects.order_by("-created_at", "-pk"))


def of_firms(firms: QuerySet[Firm]) -> QuerySet[Notice]:
    """Return what was handed over to some firms, newest first; what still waits is not told before its time."""
    sent = Notice.objects.filter(firm__in=firms).exclude(handed_over_at=None).exclude(status=NoticeStatus.UNKNOWN)
    return _with_neighbours(sent.order_by("-handed_over_at", "-pk"))


def oldest_waiting(at: datetime) -> timedelta:
    """Return how long the oldest notice that could have gone has been waiting; zero where none waits."""
    ready = Q(letter__status__in=[LetterStatus.SIGNED, LetterStatus.SENT], letter__signed_at__isnull=False)
    rows = Notice.objects.filter(ready, status=NoticeStatus.WAITING, means=Means.KEP).order_by("letter__signed_at")
    first = rows.values_list("letter__signed_at", flat=True).first()
    return at - first if first else timedelta(0)


def _with_neighbours(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    refused = RefusedEvidence.objects.filter(notice=OuterRef("pk"))
    return rows.select_related("firm", "letter", "dossier").annotate(has_refused=Exists(refused))
