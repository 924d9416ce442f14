"""The columns of a notice that was handed over, whoever found out that it was."""

from __future__ import annotations

from datetime import datetime

from documents.letters import mark_sent
from documents.lifecycle import LetterStatus
from kep_gateway.models import Means, Notice
from kep_gateway.queries import rule_for


def set_handed_over(notice: Notice, *, message_id: str, at: datetime) -> None:
    """Move a locked notice on: the provider's id, the instant (an unknown try's stays), the rule, the letter.

    The rule is the one in force at that instant, so that the order in which evidence comes changes nothing.
    """
    notice.to_handed_over()
    notice.handed_over_at = notice.handed_over_at or at
    notice.message_id, notice.retry_at = message_id, None
    notice.served_policy = rule_for(Means(notice.means), notice.handed_over_at)
    notice.save()
    send_letter(notice, at)


def send_letter(notice: Notice, at: datetime) -> None:
    """Mark the letter of a notice as sent, the first time."""
    if notice.letter.status == LetterStatus.SIGNED:
        mark_sent(notice.letter, at)
