"""What is asked of an application: its items, their documents, the day that counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Case, F, OuterRef, Subquery, When

from applications.lifecycle import Status
from applications.models import Application, Asked, Attachment, Item, Request
from deadlines.models import DeadlineStatus
from documents.models import Letter
from documents.queries import documents_of
from law.clock import legal_day
from ledger.reading import once
from ledger.together import together
from registry.models import Certificate, Evidenced, Integrator

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import Firm
    from kep_gateway.models import Notice


@once
def items(application: Application) -> list[Item]:
    """Return the items in the order of the requirement set, each with its live attachments as `sent`, newest last.

    Their documents are those of the dossier, with their signatures: two questions for the whole.
    """
    rows = together(application.items.select_related("requirement").order_by("requirement__place"), "attachments")
    documents = {it.pk: it for it in documents_of(application.dossier)}
    for item in rows:
        item.sent = [it for it in item.attachments.all() if it.withdrawn_at is None]  # type: ignore[attr-defined]  # ours
        for attachment in item.sent:  # type: ignore[attr-defined]  # set above
            attachment.document = documents[attachment.document_id]
    return rows


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
    beside = found.select_related("document", "certifier__accredited_by")
    hanging = ("verifications__officer", "verifications__document", "document__signatures")
    return next(iter(together(beside, *hanging)), None)


@once
def letters(application: Application) -> list[Letter]:
    """Return the letters of an application with requests, notices and their terms, oldest first, in one question."""
    rows = Letter.objects.filter(dossier=application.dossier_id).select_related("request")
    return together(rows, "notices__deadline")


def requests(application: Application) -> list[Request]:
    """Return what was asked of the applicant by letter, oldest first."""
    found = [letter.request for letter in letters(application) if hasattr(letter, "request")]
    return sorted(found, key=lambda it: it.pk)


def notices(application: Application) -> list[Notice]:
    """Return the notices of an application's letters, oldest first."""
    found = [notice for letter in letters(application) for notice in letter.notices.all()]
    return sorted(found, key=lambda it: (it.created_at, it.pk))


@once
def of_firm(firm: Firm) -> list[Application]:
    """Return every application of a firm, newest first."""
    return list(Application.objects.filter(firm=firm).select_related("dossier").order_by("-started_at", "-pk"))


def became(application: Application) -> Integrator | None:
    """Return the integrator that an approved application became."""
    if application.status != Status.APPROVED or application.decided_at is None:
        return None
    return next((it for it in application.firm.integrators.all() if it.approved_at == application.decided_at), None)


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


def over_since(application: Application) -> datetime | None:
    """Return the same of one application, from the letters that its page reads anyway."""
    sent = [it for it in requests(application) if it.asked == Asked.COMPLETION and it.sent_at is not None]
    if not sent:
        return None
    newest = max(sent, key=lambda it: (it.sent_at, it.pk))
    terms = [it.deadline for it in newest.letter.notices.all() if it.deadline is not None]
    return max((it.due_at for it in terms if it.status == DeadlineStatus.ELAPSED), default=None)


def missing(application: Application) -> Iterator[Item]:
    """Yield the mandatory items for which nothing was sent."""
    for item in items(application):
        if item.requirement.mandatory and not item.sent:  # type: ignore[attr-defined]  # prefetched under this name
            yield item
