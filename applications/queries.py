"""What is asked of an application: its items, their documents, the day that counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from applications.lifecycle import Status
from applications.models import Application, Asked, Attachment, Item, Request
from deadlines.models import Deadline, DeadlineStatus
from law.clock import legal_day
from registry.models import Certificate, Evidenced

if TYPE_CHECKING:
    from datetime import datetime


def items(application: Application) -> QuerySet[Item, Item]:
    """Return the items in the order of the requirement set, each with its live attachments as `sent`, newest last."""
    live = Attachment.objects.filter(withdrawn_at=None).select_related("document")
    live = live.prefetch_related("document__signatures").order_by("attached_at", "pk")
    rows = application.items.select_related("requirement").order_by("requirement__place")
    return rows.prefetch_related(Prefetch("attachments", queryset=live, to_attr="sent"))


def shown(item: Item) -> Attachment | None:
    """Return the attachment that counts for an item: the newest that was not taken back."""
    if hasattr(item, "sent"):  # one of `items`, which has them read already
        return item.sent[-1] if item.sent else None
    return item.attachments.filter(withdrawn_at=None).order_by("-attached_at", "-pk").first()


def certificate(application: Application) -> Certificate | None:
    """Return the certificate that counts: the one entered with the newest document of the certificate's item."""
    item = application.items.filter(requirement__evidenced=Evidenced.CERTIFICATE).first()
    attachment = shown(item) if item else None
    return Certificate.objects.filter(document=attachment.document).first() if attachment else None


def counted_on(application: Application) -> date | None:
    """Return the day that counts as the application date: that of completion, else of submission."""
    at: datetime | None = application.completed_at or application.submitted_at
    return legal_day(at) if at else None


def three_months_over(at: datetime) -> QuerySet[Application, Application]:
    """Return the deficient applications whose newest letter's three months ended unmet, with the end as `over_since`.

    Each letter opens its own term and the newest counts (clause 3/a): while that is unserved or runs, nothing is over.
    """
    sent = Request.objects.filter(application=OuterRef("pk"), asked=Asked.COMPLETION, sent_at__isnull=False)
    newest = Subquery(sent.order_by("-sent_at", "-pk").values("letter")[:1])
    own = Deadline.objects.filter(opened_by_notice__letter=OuterRef("newest_letter"), status=DeadlineStatus.ELAPSED)
    rows = Application.objects.filter(status=Status.DEFICIENT).annotate(newest_letter=newest)
    return rows.annotate(over_since=Subquery(own.values("due_at")[:1])).filter(over_since__lte=at)


def missing(application: Application) -> Iterator[Item]:
    """Yield the mandatory items for which nothing was sent."""
    for item in items(application):
        if item.requirement.mandatory and not item.sent:  # type: ignore[attr-defined]  # prefetched under this name
            yield item
