"""The rows of the gateway."""

from kep_gateway.models.mail import IncomingMail, MailAttachment, MailReopening, MatchedBy, Unmatched, Unreadable
from kep_gateway.models.notice import (
    Evidence,
    EvidenceKind,
    Means,
    Notice,
    RefusedEvidence,
    ServiceReview,
    new_reference,
)
from kep_gateway.models.provider import OutboxHold, ProviderBalance

__all__ = [
    "Evidence",
    "EvidenceKind",
    "IncomingMail",
    "MailAttachment",
    "MailReopening",
    "MatchedBy",
    "Means",
    "Notice",
    "OutboxHold",
    "ProviderBalance",
    "RefusedEvidence",
    "ServiceReview",
    "Unmatched",
    "Unreadable",
    "new_reference",
]
