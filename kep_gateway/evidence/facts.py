"""What evidence must be about, what it proves, and why it proves nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kep_gateway.models import EvidenceKind


@dataclass(frozen=True)
class Expected:
    """The message that a piece of evidence must be about.

    `message_id` is the provider's number of it, `reference` ours, `digest` the SHA-256 (hex) of the S/MIME package that
    went from `sender` to `recipient` (KEP addresses), not before `handed_over_at`.
    """

    message_id: str
    reference: str
    sender: str
    recipient: str
    digest: str
    handed_over_at: datetime


@dataclass(frozen=True)
class Proven:
    """What one piece of evidence proves once everything about it was verified.

    `reference` is the evidence's own number, `issuer` the domain of the provider that issued it, `signer` its
    certificate's subject, `stamped_at` the instant of the time stamp.
    """

    kind: EvidenceKind
    reference: str
    event_at: datetime
    issuer: str
    signer: str
    stamped_at: datetime


class Unproven(Exception):
    """A piece of evidence that proves nothing; `codes` are keys of `kep_gateway.evidence.reasons.REASONS`."""

    def __init__(self, *codes: str) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes
