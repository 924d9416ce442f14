"""The provider has the message."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kep_gateway.conditions import letter_signed
from kep_gateway.models import Notice
from kep_gateway.sending import facts_of_sending, set_handed_over
from ledger.acts import Act, Rule, acting, lock, record, refuse
from ledger.errors import Obstacle

ACT = Act(
    "kep_gateway.hand_over",
    _("Handed over to the KEP provider"),
    arrow="to_handed_over",
    rules=frozenset({"outbox"}),
)


def obstacles(notice: Notice, *, at: datetime) -> Iterator[Obstacle]:
    """Yield that the letter is not signed: what is not signed cannot be sent."""
    yield from letter_signed(notice)


def hand_over(notice_id: int, *, by: Rule, at: datetime, message_id: str) -> Notice:
    """Record that the provider has the message under its id; the letter is sent, and the rule of service is fixed.

    The call to the provider has been made before, outside any act. Where an earlier try's answer was lost, the instant
    of that try stays.

    Raises:
        NotAllowed. Refused: handed over already, settled otherwise, or the letter is not signed.
    """
    with acting():
        notice = lock(Notice, notice_id)
        refuse(ACT, notice, obstacles(notice, at=at), by=by)
        before = notice.status
        set_handed_over(notice, message_id=message_id, at=at)
        record(ACT, notice, by=by, at=at, before=before, facts=facts_of_sending(notice))
    return notice
