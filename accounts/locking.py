"""Locks of more than one dossier: a row of a firm, a firm with its matters, a person who changes sides."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from accounts.models import Firm, Mandate, Signatory
from ledger.acts import Rule, lock, lock_dossiers
from ledger.models import Dossier

if TYPE_CHECKING:
    from accounts.models import User

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


def lock_matters(firm: Firm) -> None:
    """Lock the open dossiers of a firm whose own is locked already: what the rooms above know of it stands still.

    They were opened after the firm's own, so the locks are in order; none is opened anew but under the firm's lock or
    that of an open one.
    """
    open_ones = Dossier.objects.filter(firm=firm, closed_at=None).exclude(pk=firm.dossier_id)
    lock_dossiers(open_ones.values_list("pk", flat=True))


def lock_with_person(by: User | Rule, *dossiers: int) -> None:
    """Lock the acting person's dossier, with others in their order, and let the person's roles be read anew.

    A role is given under the same lock, and so nobody takes a mandate and a role at one moment.
    """
    if isinstance(by, Rule):
        lock_dossiers(dossiers)
        return
    lock_dossiers([by.dossier_id, *dossiers])
    by.forget_roles()
