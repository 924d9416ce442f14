"""Writing a notice: a row in the transaction of the act that causes it. Loops do the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from deadlines.models import DeadlineStatus
from deadlines.terms import close, close_all
from kep_gateway.kept_terms import keep
from kep_gateway.models import Means, Notice
from law.terms import Term
from ledger.errors import Obstacle
from ledger.wake import wake

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import Firm
    from documents.models import Letter
    from ledger.models import Dossier, Step


def kep_missing(firm: Firm, at: datetime) -> Iterator[Obstacle]:
    """Yield the obstacle of a firm that has no KEP address in force at an instant."""
    if not firm.kep_on(at):
        yield Obstacle("no_kep", _("The firm has no KEP address in force."), "3/a")


def notify(
    step: Step,
    *,
    letter: Letter,
    firm: Firm,
    kind: str,
    at: datetime,
    term: Term | None = None,
    remind: Iterable[int] = (),
    means: Means = Means.KEP,
    address: str = "",
) -> Notice:
    """Put a letter on its way to a firm; service then opens `term` by itself, with reminders so many days before.

    For acts, inside their transaction and with the letter's dossier locked. The letter may still wait for its
    signature: it is handed over once it is signed. `kind` names the notice once per Step and firm.

    Raises:
        ValueError: the letter was written to another firm; or no address was given and the firm has no KEP address in
            force: ask `kep_missing` first.
    """
    if letter.firm_id != firm.pk:
        raise ValueError("a letter goes to the firm that it was written to")
    to = address or (firm.kep_on(at) if means == Means.KEP else "")
    if means == Means.KEP and not to:
        raise ValueError("a notice by KEP needs an address")
    wake("kep_gateway.deliver")
    return Notice.objects.create(
        dossier=letter.dossier,
        step=step,
        letter=letter,
        firm=firm,
        kind=kind,
        means=means,
        address=to,
        term=keep(term, remind) if term else None,
        created_at=at,
    )


def end_term(dossier: Dossier, key: str, status: DeadlineStatus, *, at: datetime) -> None:
    """End one term of a locked dossier: where it runs, and where the service of a letter would still open it."""
    close(dossier, [key], status, at=at)
    _drop(Notice.objects.filter(dossier=dossier, deadline=None, term__key=key))


def end_terms(dossier: Dossier, *, at: datetime) -> None:
    """End every term of a locked dossier whose matter is over: those that run, and those that service would open."""
    close_all(dossier, DeadlineStatus.CANCELLED, at=at)
    _drop(Notice.objects.filter(dossier=dossier, deadline=None, term__isnull=False))


def _drop(waiting: QuerySet[Notice]) -> None:
    for notice in waiting:
        notice.term = None
        notice.save(update_fields=["term"])
