"""The rows of the gateway."""

from kep_gateway.models.mail import IncomingMail, MailAttachment, MailReopening, MatchedBy, Unmatched, Unreadable
from kep_gateway.models.notice import (
    Evidence,
    EvidenceKind,
    Means,
    Notice,
    RefusedEvidence,
    RefusedLook,
    ServiceReview,
    new_reference,
)
from kep_gateway.models.provider import HoldReason, OutboxHold, ProviderBalance

__all__ = [
    "Evidence",
    "EvidenceKind",
    "HoldReason",
    "IncomingMail",
    "MailAttachment",
    "MailReopening",
    "MatchedBy",
    "Means",
    "Notice",
    "OutboxHold",
    "ProviderBalance",
    "RefusedEvidence",
    "RefusedLook",
    "ServiceReview",
    "Unmatched",
    "Unreadable",
    "new_reference",
]
