"""What is asked of an application: its items, their documents, the day that counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Case, F, OuterRef, Prefetch, QuerySet, Subquery, When

from applications.lifecycle import Status
from applications.models import Application, Asked, Attachment, Item, Request
from deadlines.models import DeadlineStatus
from law.clock import legal_day
from ledger.reading import once
from registry.models import Certificate, Evidenced, Integrator

if TYPE_CHECKING:
    from datetime import datetime


@once
def items(application: Application) -> list[Item]:
    """Return the items in the order of the requirement set, each with its live attachments as `sent`, newest last."""
    live = Attachment.objects.filter(withdrawn_at=None).select_related("document")
    live = live.prefetch_related("document__signatures").order_by("attached_at", "pk")
    rows = application.items.select_related("requirement").order_by("requirement__place")
    return list(rows.prefetch_related(Prefetch("attachments", queryset=live, to_attr="sent")))


@once
def shown(item: Item) -> Attachment | None:
    """Return the attachment that counts for an item: the newest that was not taken back."""
    if hasattr(item, "sent"):  # one of `items`, which has them read already
        return item.sent[-1] if item.sent else None
    return item.attachments.filter(withdrawn_at=None).select_related("document").order_by("-attached_at", "-pk").first()


@once
def certificate(application: Application) -> Certificate | None:
    """Return the certificate that counts: the one entered with the newest document of the certificate's item."""
    ours = {"item__application": application, "item__requirement__evidenced": Evidenced.CERTIFICATE}
    sent = Attachment.objects.filter(withdrawn_at=None, **ours).order_by("-attached_at", "-pk")
    found = Certificate.objects.filter(document=Subquery(sent.values("document")[:1]))
    return found.select_related("document", "certifier__accredited_by").first()


def became(application: Application) -> Integrator | None:
    """Return the integrator that an approved application became."""
    if application.status != Status.APPROVED or application.decided_at is None:
        return None
    made = Integrator.objects.filter(firm=application.firm_id, approved_at=application.decided_at)
    return made.select_related("dossier").first()


def counted_on(application: Application) -> date | None:
    """Return the day that counts as the application date: that of completion, else of submission."""
    at: datetime | None = application.completed_at or application.submitted_at
    return legal_day(at) if at else None


_TERM = "letter__notices__deadline"
_SENT = Request.objects.filter(application=OuterRef("pk"), asked=Asked.COMPLETION, sent_at__isnull=False)
_OVER = Case(When(**{f"{_TERM}__status": DeadlineStatus.ELAPSED}, then=f"{_TERM}__due_at"))
OVER_SINCE = Subquery(
    _SENT.annotate(over=_OVER).order_by("-sent_at", "-pk", F("over").desc(nulls_last=True)).values("over")[:1]
)
"""When the three months of an application's newest letter ended, null where they did not.

Each letter opens its own term and the newest counts (clause 3/a): while that is unserved or runs, nothing is over.
"""


def three_months_over(at: datetime) -> QuerySet[Application, Application]:
    """Return the deficient applications whose three months ended unmet."""
    return Application.objects.filter(status=Status.DEFICIENT).alias(since=OVER_SINCE).filter(since__lte=at)


def missing(application: Application) -> Iterator[Item]:
    """Yield the mandatory items for which nothing was sent."""
    for item in items(application):
        if item.requirement.mandatory and not item.sent:  # type: ignore[attr-defined]  # prefetched under this name
            yield item
