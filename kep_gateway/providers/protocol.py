"""What a KEP provider (KEPHS) must be able to do for us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from kep_gateway.models import EvidenceKind


class OutcomeUnknown(Exception):
    """The message may or may not have reached the provider: its answer was lost after sending."""


@dataclass(frozen=True)
class Message:
    """One message to hand over. `reference` is the name that we give it, by which the provider finds it again."""

    reference: str
    recipient: str
    recipient_name: str
    subject: str
    text: str
    filename: str
    attachment: bytes


@dataclass(frozen=True)
class RawEvidence:
    """One piece of evidence as the provider issued it, verified and read; `data` are its very bytes."""

    kind: EvidenceKind
    reference: str
    event_at: datetime
    data: bytes
    filename: str
    media_type: str


class Provider(Protocol):
    """A KEP provider. Its calls go over a network, end by themselves within 50 seconds, and never run inside an act.

    Raises:
        TryLater: the provider is away or busy and did nothing. GiveUp: it says no for good.
    """

    def find(self, reference: str) -> str | None:
        """Return the provider's message id of what was handed over under our reference, None where it has no such."""

    def hand_over(self, message: Message) -> str:
        """Hand over a message and return the provider's message id.

        Raises:
            OutcomeUnknown: the answer was lost after sending.
        """

    def evidence_for(self, message_id: str) -> list[RawEvidence]:
        """Return all evidence issued until now, in any order."""


def provider() -> Provider:
    """Return the provider of this installation, from the setting KEP_PROVIDER."""
    made: Provider = import_string(settings.KEP_PROVIDER)()
    return made
