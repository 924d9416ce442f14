"""An officer judges one requirement: met, or deficient with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from applications.conditions.documents import not_evidenced
from applications.conditions.openness import not_under_review
from applications.models import Application, Item, Mark
from applications.queries import certificate, shown
from law.clock import legal_day
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from registry.actions.accept_certificate import accept_certificate
from registry.models import Evidenced

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("applications.judge", _("Judge the requirement"), done=_("Requirement judged"), clause="3/a")


def obstacles(item: Item, *, at: datetime, mark: str | None = None, reason: str | None = None) -> Iterator[Obstacle]:
    """Yield why a judgement is not possible: not under review, nothing sent to be met, no reason for a deficiency."""
    yield from not_under_review(item.application)
    if mark is not None and mark not in (Mark.MET, Mark.DEFICIENT):
        yield Obstacle("bad_mark", _("Choose “met” or “deficient”."), field="mark")
    if mark == Mark.DEFICIENT and not (reason or "").strip():
        yield Obstacle("no_reason", _("Write what is missing or wrong; the firm will read it."), "3/a", "reason")
    if mark == Mark.MET:
        yield from not_evidenced(item, today=legal_day(at))


def judge(item_id: int, *, by: User, at: datetime, mark: str, reason: str = "", seen: int | None = None) -> Item:
    """Mark one requirement of an application under review; a later judgement replaces it, its Step stays.

    Raises:
        NotAllowed: no officer. Refused: not under review, no reason, or evidence that does not hold.
    """
    with acting():
        application = lock(Application, Item.objects.values_list("application_id", flat=True).get(pk=item_id))
        item = application.items.select_related("requirement").get(pk=item_id)
        item.application = application
        refuse(ACT, item, obstacles(item, at=at, mark=mark, reason=reason), by=by, seen=seen)
        before, item.mark = item.mark, mark
        item.reason = reason.strip() if mark == Mark.DEFICIENT else ""
        item.judged_by, item.judged_at = by, at
        item.save()
        if mark == Mark.MET and item.requirement.evidenced == Evidenced.CERTIFICATE:
            _accept(application, by=by, at=at)
        attachment = shown(item)
        documents = [attachment.document.sha256] if attachment else []
        facts = {"requirement": item.requirement.key}
        record(ACT, item, by=by, at=at, before=before, after=mark, facts=facts, documents=documents)
    return item


def _accept(application: Application, *, by: User, at: datetime) -> None:
    """Accept the certificate with the item that it is shown for, in the same transaction."""
    found = certificate(application)
    if found is not None and found.accepted_at is None:
        accept_certificate(found.pk, by=by, at=at)
