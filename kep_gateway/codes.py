"""The numbers by which Turkish KEP providers name their types of evidence."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kep_gateway.models import EvidenceKind

CODES: Mapping[EvidenceKind, int] = MappingProxyType(
    {
        EvidenceKind.ACCEPTED: 10,
        EvidenceKind.REJECTED: 11,
        EvidenceKind.RELAYED: 20,
        EvidenceKind.RELAY_REJECTED: 21,
        EvidenceKind.RELAY_FAILED: 31,
        EvidenceKind.DELIVERED: 40,
        EvidenceKind.NOT_DELIVERED: 41,
        EvidenceKind.OPENED: 60,
    }
)
KINDS: Mapping[int, EvidenceKind] = MappingProxyType({code: kind for kind, code in CODES.items()})
