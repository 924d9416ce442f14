"""The term within which every integrator signs and sends a renewed version (clause 3/b)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from contracts.models import AgreementVersion, Kind
from law.clock import legal_day
from law.terms import Term, Unit
from policies.catalogue import AUTOMATIC
from policies.queries import value
from registry.lifecycle import GroundKind

SIGNATURE = {
    Kind.AGREEMENT.value: Term(
        "agreement_signature", 30, Unit.DAYS, rolls=True, clause="3/b", title=_("Signature of the renewed agreement")
    ),
    Kind.COMMITMENT.value: Term(
        "commitment_signature", 30, Unit.DAYS, rolls=True, clause="3/b", title=_("Signature of the renewed commitment")
    ),
}
"""Thirty calendar days from publication, for all alike; met by the firm's sending."""


def evidence_of(number: int) -> str:
    """Return what proves the start of the term."""
    return f"sürüm {number} metninin internet sitesinde yayımlanması"


def arises(version: AgreementVersion) -> str:
    """Return the ground that arises by itself at an unmet end, by the policy of the publication day.

    Clause 3/b speaks of the contract; of a commitment that did not come back, two persons decide.
    """
    automatic = value("passivation.agreement_not_returned", version.published_on) == AUTOMATIC
    return GroundKind.AGREEMENT_NOT_RETURNED.value if automatic and version.kind == Kind.AGREEMENT else ""


def reminded(at: datetime) -> list[int]:
    """Return so many days before the end the firm is reminded of it."""
    days: list[int] = value("agreement.reminders", legal_day(at))
    return days
