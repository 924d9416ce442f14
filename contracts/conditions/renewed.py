"""Whether an integrator has signed the newest versions, once the days to sign them were over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contracts.copies import counting
from contracts.models import Renewal
from documents.models import Document, DocumentState
from ledger.errors import Obstacle
from ledger.reading import once
from registry.lifecycle import GroundKind, Standing
from registry.models import Ground, Integrator


@once
def renewals_of(integrator: Integrator) -> list[Renewal]:
    """Return everything that the integrator was asked to sign, oldest first."""
    rows = integrator.renewals.select_related("version", "deadline", "dossier")
    return list(rows.order_by("version__number"))


def newest_renewals(integrator: Integrator) -> list[Renewal]:
    """Return what the integrator was asked to sign last, one of each kind."""
    return list({row.version.kind: row for row in renewals_of(integrator)}.values())


def signed_or_waiting(renewal: Renewal) -> bool:
    """Tell whether the version came back signed, now or once: it binds, or waits for a scan or an officer's eyes."""
    signed = counting(renewal.dossier, renewal.version.kind)
    if signed is None or signed.copy.version_id != renewal.version_id or signed.found:
        return False
    return signed.document.state != DocumentState.INFECTED


def not_signed(integrator: Integrator, at: datetime) -> Iterator[Obstacle]:
    """Yield what keeps a passive integrator passive: a version that it did not sign, whose days are over.

    The newest version is the remedy, whichever it was that did not come back.
    """
    open_ones = [it for it in integrator.grounds.all() if not it.closing]
    if not open_ones:
        return  # there is nothing to be made active again
    grounds = {it.deadline_id for it in open_ones}
    missed = {it.version.kind for it in renewals_of(integrator) if it.deadline_id in grounds}
    for renewal in newest_renewals(integrator):
        over = renewal.deadline.due_at <= at or renewal.version.kind in missed
        if over and remedy_of(renewal) is None:
            message = _("Version %(number)s of the %(kind)s has not come back signed.")
            said = {"number": renewal.version.number, "kind": renewal.version.get_kind_display()}
            yield Obstacle("not_signed", message % said, "3/b")


def owed_to_return(integrator: Integrator, after: Standing, at: datetime) -> Iterator[str]:
    """Yield what a passive integrator will have to sign before it can be active again."""
    if after != Standing.PASSIVE:
        return
    for renewal in newest_renewals(integrator):
        if remedy_of(renewal) is None:
            message = gettext("Before it is active again, version %(number)s of the %(kind)s must come back signed.")
            yield message % {"number": renewal.version.number, "kind": renewal.version.get_kind_display()}


def remedy_of(renewal: Renewal) -> Document | None:
    """Return the signed document that binds the firm to the version."""
    signed = counting(renewal.dossier, renewal.version.kind)
    binds = signed is not None and signed.copy.version_id == renewal.version_id and signed.binds
    return signed.document if signed and binds else None


def remedy(ground: Ground, at: datetime) -> Document | None:
    """Return what remedies the ground of an agreement that did not come back: the newest version, signed."""
    if ground.kind != GroundKind.AGREEMENT_NOT_RETURNED or ground.deadline is None:
        return None
    found = {it.deadline.term: it for it in newest_renewals(ground.integrator)}.get(ground.deadline.term)
    return remedy_of(found) if found else None
