"""The firm takes back a document that it sent by mistake."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from applications.conditions.openness import closed_to_the_firm
from applications.models import Application, Attachment, Item, Mark
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("applications.take_back", _("Take the document back"), done=_("Document taken back"), clause="3/a")


def obstacles(item: Item, *, at: datetime, attachment: Attachment | None = None) -> Iterator[Obstacle]:
    """Yield why a document cannot be taken back: the application is not with the firm, or it is back already."""
    yield from closed_to_the_firm(item.application)
    if attachment is not None and attachment.withdrawn_at is not None:
        yield Obstacle("taken_back", _("This document has been taken back."))


def take_back(attachment_id: int, *, by: User, at: datetime, seen: int | None = None) -> Attachment:
    """Take a document back: it no longer counts, and stays in the dossier as what was sent; its item is judged anew.

    Raises:
        NotAllowed: no mandate. Refused: with the ministry, decided, or back already.
    """
    with acting():
        item_id, application_id = Attachment.objects.values_list("item_id", "item__application_id").get(
            pk=attachment_id
        )
        application = lock(Application, application_id)
        item: Item = application.items.get(pk=item_id)
        item.application = application
        attachment: Attachment = item.attachments.select_related("document").get(pk=attachment_id)
        refuse(ACT, item, obstacles(item, at=at, attachment=attachment), by=by, seen=seen)
        attachment.withdrawn_at = at
        attachment.save()
        before, item.mark = item.mark, Mark.OPEN
        item.judged_by = item.judged_at = None
        item.save()
        facts = {"requirement": item.requirement.key}
        record(
            ACT, item, by=by, at=at, before=before, after=item.mark, facts=facts, documents=[attachment.document.sha256]
        )
    return attachment
