"""The chain: what a Step says, in canonical JSON, bound to the Step before it."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings

if TYPE_CHECKING:
    from ledger.models import Step


def canonical(content: dict[str, Any]) -> str:
    """Return the one JSON spelling of a content: sorted keys, no spaces, text as it is."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(text: str) -> str:
    """Return the SHA-256 of a text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def mac(text: str) -> str:
    """Return the keyed digest that only a holder of the ledger key can make, in hex."""
    return hmac.new(settings.LEDGER_KEY, text.encode(), hashlib.sha256).hexdigest()


def instant(at: datetime) -> str:
    """Spell an instant in UTC with microseconds, the same for every time zone it may be given in."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def content_of(step: Step, dossier_number: str) -> dict[str, Any]:
    """Return what a Step's columns say, in the form that its canonical text was made of."""
    return {
        "dossier": dossier_number,
        "n": step.n,
        "act": step.act,
        "subject": step.subject,
        "before": step.before,
        "after": step.after,
        "by": step.by_id,
        "rule": step.rule,
        "at": instant(step.at),
        "recorded_at": instant(step.recorded_at),
        "clause": step.clause,
        "ground": step.ground,
        "audience": step.audience,
        "facts": step.facts,
        "documents": step.documents,
        "previous": step.previous,
    }


def bind(step: Step, dossier_number: str) -> None:
    """Fill a new Step's canonical text, digest and keyed digest."""
    step.canonical = canonical(content_of(step, dossier_number))
    step.digest = digest(step.canonical)
    step.mac = mac(step.digest)
