"""The provider refused to take the message for good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import Notice
from ledger.acts import Act, Rule, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience

ACT = Act(
    "kep_gateway.give_up",
    _("Refused by the KEP provider"),
    arrow="to_failed",
    audience=Audience.MINISTRY,
    rules=frozenset({"outbox"}),
)
NOT_TAKEN = "KEP hizmet sağlayıcısı iletiyi teslim almamıştır; tebliğ yapılamamış, süre işlemeye başlamamıştır."


def obstacles(notice: Notice, *, at: datetime) -> Iterator[Obstacle]:
    """Yield that the message was handed over: from then on only evidence says that it failed."""
    if notice.status == NoticeStatus.HANDED_OVER:
        yield Obstacle("handed_over", _("The message was handed over already."))


def give_up(notice_id: int, *, by: Rule, at: datetime) -> Notice:
    """Record that the message was not taken: not served, no clock starts, an officer has to choose another means.

    Raises:
        NotAllowed. Refused: no longer waiting.
    """
    with acting():
        notice = lock(Notice, notice_id)
        refuse(ACT, notice, obstacles(notice, at=at), by=by)
        before = notice.status
        notice.to_failed()
        notice.failure, notice.retry_at = NOT_TAKEN, None
        notice.save()
        record(ACT, notice, by=by, at=at, before=before, facts={"notice": notice.kind})
    return notice
