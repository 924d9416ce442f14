"""Locking a row that hangs in its firm's dossier."""

from __future__ import annotations

from typing import TypeVar

from accounts.models import Firm, Mandate, Signatory
from ledger.acts import lock

R = TypeVar("R", Mandate, Signatory)


def lock_of_firm(model: type[R], pk: int) -> R:
    """Lock the firm's dossier, then read a mandate or signatory of that firm.

    Raises:
        model.DoesNotExist: no such row.
    """
    firm_id = model._default_manager.values_list("firm_id", flat=True).get(pk=pk)
    firm = lock(Firm, firm_id)
    row = model._default_manager.get(pk=pk)
    row.firm = firm
    return row
