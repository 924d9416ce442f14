"""No KEP provider: every letter is for an officer to serve by another means. Production's default until one is set."""

from __future__ import annotations

from kep_gateway.providers.protocol import Message, RawEvidence
from ledger.errors import GiveUp


class NoProvider:
    """Says no to every message, so that none waits unseen; it holds nothing and proves nothing."""

    def find(self, reference: str) -> str | None:
        """Return that nothing was handed over."""
        return None

    def hand_over(self, message: Message) -> str:
        """Refuse.

        Raises:
            GiveUp: always.
        """
        raise GiveUp("no KEP provider is set up")

    def evidence_for(self, message_id: str) -> list[RawEvidence]:
        """Return that there is none."""
        return []
