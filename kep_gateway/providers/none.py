"""No KEP provider: every letter is for an officer to serve by another means. Production's default until one is set."""

from __future__ import annotations

from datetime import datetime

from kep_gateway.evidence.facts import Expected, Proven, Unproven
from kep_gateway.providers.protocol import Balance, Incoming, Issued, Message
from ledger.errors import GiveUp


class NoProvider:
    """Says no to every message, so that none waits unseen; it holds nothing and proves nothing."""

    def find(self, reference: str) -> str | None:
        """Return that nothing was handed over."""
        return None

    def pack(self, message: Message) -> bytes:
        """Refuse.

        Raises:
            GiveUp: always.
        """
        raise GiveUp("no KEP provider is set up")

    def hand_over(self, message: Message, package: bytes) -> str:
        """Refuse.

        Raises:
            GiveUp: always.
        """
        raise GiveUp("no KEP provider is set up")

    def evidence_for(self, message_id: str) -> list[Issued]:
        """Return that there is none."""
        return []

    def prove(self, data: bytes, expected: Expected, *, at: datetime) -> Proven:
        """Prove nothing.

        Raises:
            Unproven: always.
        """
        raise Unproven("no_provider")

    def inbox(self) -> list[Incoming]:
        """Return that nothing came."""
        return []

    def acknowledge(self, message_id: str) -> None:
        """Do nothing: nothing can have come."""

    def check_address(self, address: str) -> bool | None:
        """Return that nobody can tell."""
        return None

    def balance(self) -> Balance:
        """Return that nothing is told."""
        return Balance(None, None, None)
