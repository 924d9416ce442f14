"""An officer found out whether the provider has the message."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from kep_gateway.conditions import letter_signed
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import Notice
from kep_gateway.sending import facts_of_sending, set_handed_over
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience
from ledger.wake import wake

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "kep_gateway.resolve_unknown",
    _("Settle the unknown outcome"),
    done=_("Unknown outcome settled"),
    audience=Audience.MINISTRY,
)


def obstacles(
    notice: Notice, *, at: datetime, handed_over: bool | None = None, message_id: str = ""
) -> Iterator[Obstacle]:
    """Yield that the outcome is known, or that the provider's message number is missing."""
    if notice.status != NoticeStatus.UNKNOWN:
        yield Obstacle("known", _("The outcome of handing over is known."))
    yield from letter_signed(notice)
    if handed_over and not message_id.strip():
        yield Obstacle("no_message_id", _("Write the provider's message number."), field="message_id")


def resolve_unknown(
    notice_id: int, *, by: User, at: datetime, handed_over: bool, message_id: str = "", seen: int | None = None
) -> Notice:
    """Settle what became of a message: the provider has it under a number, or it never got it and it goes out again.

    Raises:
        NotAllowed, Refused: the outcome is known, no message number, or a stale page.
    """
    with acting():
        notice = lock(Notice, notice_id)
        found = obstacles(notice, at=at, handed_over=handed_over, message_id=message_id)
        refuse(ACT, notice, found, by=by, seen=seen)
        before = notice.status
        if handed_over:
            set_handed_over(notice, message_id=message_id.strip(), at=at)
        else:
            notice.to_waiting()
            notice.handed_over_at, notice.retry_at = None, None
            notice.save()
            wake("kep_gateway.deliver")
        record(ACT, notice, by=by, at=at, before=before, facts=facts_of_sending(notice))
    return notice
