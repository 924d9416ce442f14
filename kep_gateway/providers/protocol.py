"""What a KEP provider (KEPHS) must be able to do for us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from kep_gateway.evidence.facts import Expected, Proven
from kep_gateway.models import HoldReason


class OutcomeUnknown(Exception):
    """The message may or may not have reached the provider: its answer was lost after sending."""


class Spent(Exception):
    """The provider takes no message of ours until credit or space is bought; it did nothing."""

    def __init__(self, why: HoldReason) -> None:
        super().__init__(why.value)
        self.why = why


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
class Issued:
    """One piece of evidence as the provider gave it: its very bytes, which prove nothing before they are verified."""

    data: bytes
    filename: str
    media_type: str


@dataclass(frozen=True)
class Piece:
    """A piece of evidence that was verified: its bytes, and what they prove."""

    issued: Issued
    proven: Proven


@dataclass(frozen=True)
class Incoming:
    """One message in our own mailbox: the provider's number of it and its bytes (S/MIME, RFC 8551)."""

    message_id: str
    data: bytes


@dataclass(frozen=True)
class Balance:
    """What is left at the provider: messages that may still be sent, and mailbox space in bytes; None: not told."""

    credit: int | None
    quota_bytes: int | None
    used_bytes: int | None


class Provider(Protocol):
    """A KEP provider. Its calls go over a network, end by themselves within 50 seconds, and never run inside an act.

    Raises:
        TryLater: the provider is away or busy and did nothing. GiveUp: it says no for good.
    """

    def find(self, reference: str) -> str | None:
        """Return the provider's message id of what was handed over under our reference, None where it has no such."""

    def pack(self, message: Message) -> bytes:
        """Return the package that is to be handed over, signed by the institution; nothing is sent."""

    def hand_over(self, message: Message, package: bytes) -> str:
        """Hand over a message, packed before, and return the provider's message id.

        Raises:
            OutcomeUnknown: the answer was lost after sending. Spent: it takes none of ours now.
        """

    def evidence_for(self, message_id: str) -> list[Issued]:
        """Return all evidence issued until now, in any order."""

    def prove(self, data: bytes, expected: Expected, *, at: datetime) -> Proven:
        """Verify a piece of evidence and return what it proves.

        Raises:
            Unproven: it proves nothing, with every reason that was found.
        """

    def inbox(self) -> list[Incoming]:
        """Return the messages to us that were not acknowledged yet, oldest first."""

    def acknowledge(self, message_id: str) -> None:
        """Say that a message to us is kept; the provider does not give it again."""

    def check_address(self, address: str) -> bool | None:
        """Tell whether a KEP address exists; None where the provider cannot tell."""

    def balance(self) -> Balance:
        """Return what is left of credit and quota."""


def provider() -> Provider:
    """Return the provider of this installation, from the setting KEP_PROVIDER."""
    made: Provider = import_string(settings.KEP_PROVIDER)()
    return made
