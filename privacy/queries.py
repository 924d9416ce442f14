"""What is asked of readings, requests and breaches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Case, DateTimeField, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast

from accounts.models import Firm
from accounts.turkish import search_key
from deadlines.models import Deadline
from law.clock import day_end, day_start
from ledger.models import Dossier
from ledger.prepared import Prepared
from privacy.lifecycle import BreachStatus, RequestStatus
from privacy.models import Breach, Reading, SubjectRequest
from privacy.terms import ANSWER, BOARD

TOLD_TO_FIRMS = ("documents.document", "applications.application", "accounts.firm")
"""What a firm gave itself; who looked at it, the firm may know."""


def readings(*, person: str = "", firm: str = "", day: date | None = None) -> QuerySet[Reading, Reading]:
    """Return the readings by somebody, of a firm's data, of a day; the newest first."""
    rows = Reading.objects.select_related("person", "firm", "matter")
    if words := person.strip():
        rows = rows.filter(Q(person__full_name__icontains=words) | Q(person__email__icontains=words))
    if words := firm.strip():
        rows = rows.filter(Q(firm__name_key__contains=search_key(words)) | Q(firm__vkn=words))
    if day is not None:
        rows = rows.filter(read_at__gte=day_start(day), read_at__lt=day_end(day))
    return rows


def readings_of(firm: Firm) -> QuerySet[Reading, Reading]:
    """Return the readings of what a firm gave, without what only the ministry knows of."""
    return Reading.objects.filter(firm=firm, kind__in=TOLD_TO_FIRMS, internal=False).select_related("matter")


def _due(term: str) -> Subquery:
    rows = Deadline.objects.filter(dossier=OuterRef("dossier"), term=term)
    return Subquery(rows.values("due_at")[:1])


def requests() -> QuerySet[SubjectRequest, SubjectRequest]:
    """Return the requests with when their answer is due: those that wait first, the most pressing before."""
    waiting = Case(When(status=RequestStatus.ANSWERED, then=1), default=0)
    rows = SubjectRequest.objects.select_related("dossier").defer("text").annotate(due_at=_due(ANSWER.key))
    return rows.order_by(waiting, "due_at", "-pk")


def breaches() -> QuerySet[Breach, Breach]:
    """Return the breaches with when the Board is to be told: the open ones first."""
    rows = Breach.objects.select_related("dossier").annotate(due_at=_due(BOARD.key))
    return rows.order_by(Case(When(status=BreachStatus.OPEN, then=0), default=1), "-aware_at", "-pk")


def term_of(dossier: Dossier, key: str) -> Deadline | None:
    """Return the term that runs or ran in a file."""
    return Deadline.objects.filter(dossier=dossier, term=key).first()


_NEVER = Cast(Value(None), DateTimeField())
_WAITS = (
    *("what", "page", "dossier__number", "since", "due"),
    *("dossier__handler", "dossier__handler__full_name"),
)
_BREACH = Case(
    When(board_told_at=None, then=Value("board")),
    When(subjects_told_at=None, then=Value("subjects")),
    default=Value("close"),
)
_OPEN = (
    SubjectRequest.objects.exclude(status=RequestStatus.ANSWERED)
    .annotate(what=F("status"), page=Value("privacy:request"), since=F("received_at"), due=_due(ANSWER.key))
    .order_by()
    .values_list(*_WAITS)
)
_UNTOLD = (
    Breach.objects.filter(status=BreachStatus.OPEN)
    .annotate(what=_BREACH, page=Value("privacy:breach"), since=F("aware_at"))
    .annotate(due=Case(When(board_told_at=None, then=_due(BOARD.key)), default=_NEVER))
    .order_by()
    .values_list(*_WAITS)
)
_WAITING = Prepared(lambda: _OPEN.union(_UNTOLD, all=True))


def waiting() -> Iterator[tuple[str, str, str, datetime, datetime | None, Any, str]]:
    """Yield, in one question, what waits: what, its page, the file, since when, until when, and who handles it."""
    for what, page, number, since, due, handler, name in _WAITING.rows():
        yield what, page, number, since, due, handler, name or ""
