"""The columns of a notice that was handed over, whoever found out that it was."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import KepAddress
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


def kep_row(notice: Notice) -> KepAddress | None:
    """Return the firm's newest row of the KEP address that a notice carries; None where it was never the firm's."""
    return notice.firm.kep_addresses.filter(address=notice.address).first()


def facts_of_sending(notice: Notice) -> dict[str, Any]:
    """Return what a Step says of what was handed over: the letter, the provider's id, the firm's address by its key."""
    used = kep_row(notice)
    return {
        "notice": notice.kind,
        "letter": notice.letter_id,
        "message": notice.message_id,
        "kep": used.pk if used else None,
    }
