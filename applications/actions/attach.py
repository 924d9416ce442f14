"""The firm sends a document for one requirement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from applications.conditions.openness import closed_to_the_firm
from applications.models import Application, Attachment, Item, Mark
from contracts.actions.receive_signed import receive_signed
from contracts.conditions.agreement import SIGNED
from contracts.copies import live_copy
from documents.intake import Received, keep
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from registry.actions.enter_certificate import enter_certificate
from registry.models import Evidenced

if TYPE_CHECKING:
    from accounts.models import User
    from documents.models import Document

ACT = Act("applications.attach", _("Send the document"), done=_("Document sent"), clause="3/a")


def obstacles(item: Item, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why nothing can be sent: the application is not with the firm, or no text was issued to be signed."""
    yield from closed_to_the_firm(item.application)
    if kind := SIGNED.get(item.requirement.evidenced):
        copy = live_copy(item.application.dossier, kind)
        if copy is None or copy.issued_at is None:
            message = _("First ask for the agreement with your firm's data; it is the text to be signed.")
            yield Obstacle("no_agreement", message, "3/a", "file")


def attach(
    item_id: int,
    *,
    by: User,
    at: datetime,
    received: Received,
    fields: Mapping[str, Any] | None = None,
    ink: str = "",
    seen: int | None = None,
) -> Attachment:
    """Send one document; it opens the item's judgement anew.

    `fields` are the certificate's own for an ISO/IEC 27001 certificate, `ink` says how an agreement is signed.

    Raises:
        NotAllowed: no mandate. Refused: not with the firm, no agreement issued, contradicting fields.
    """
    with acting():
        application = lock(Application, Item.objects.values_list("application_id", flat=True).get(pk=item_id))
        item: Item = application.items.select_related("requirement").get(pk=item_id)
        item.application = application
        refuse(ACT, item, obstacles(item, at=at), by=by, seen=seen)
        document = _kept(item, received, by=by, at=at, fields=fields or {}, ink=ink)
        attachment = Attachment.objects.create(item=item, document=document, attached_at=at)
        before, item.mark = item.mark, Mark.OPEN
        item.judged_by = item.judged_at = None
        item.save()
        facts = {"requirement": item.requirement.key, "document": document.pk}
        record(ACT, item, by=by, at=at, before=before, after=item.mark, facts=facts, documents=[received.sha256])
    return attachment


def _kept(item: Item, received: Received, *, by: User, at: datetime, fields: Mapping[str, Any], ink: str) -> Document:
    """Keep the document by the act of the room that knows its kind."""
    dossier = item.application.dossier
    if kind := SIGNED.get(item.requirement.evidenced):
        copy = live_copy(dossier, kind)
        assert copy
        return receive_signed(copy.pk, by=by, at=at, received=received, ink=ink).document
    if item.requirement.evidenced == Evidenced.CERTIFICATE:
        return enter_certificate(dossier.pk, by=by, at=at, received=received, fields=fields).document
    return keep(received, dossier=dossier, kind=item.requirement.key, title=item.requirement.title_tr, by=by)
