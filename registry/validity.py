"""How far a firm's accepted certificates carry it."""

from __future__ import annotations

from datetime import datetime

from accounts.models import Firm
from law.clock import legal_day
from registry.conditions.certificate import covered_through, last_valid_day
from registry.models import Certificate
from registry.terms import Validity, validity_of


def carried(firm: Firm, at: datetime) -> Validity | None:
    """Return how long the certificates accepted so far carry a firm from an instant on; None where none covers it."""
    accepted = Certificate.objects.filter(firm=firm, accepted_at__isnull=False)
    covering = covered_through(accepted, legal_day(at))
    return None if covering is None else validity_of(covering, last_valid_day(covering), at)
