"""Whether a KEP address exists, as the provider's directory says: asked by officers, and by a loop for each new one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Q

from accounts.actions.note_kep_check import note_kep_check
from accounts.models import Found, KepAddress
from kep_gateway.providers.protocol import provider
from ledger.acts import Rule, lock_dossier
from ledger.errors import GiveUp, Refused, TryLater

log = structlog.get_logger("sicil.kep")
DIRECTORY = Rule("directory")
BATCH, WAIT = 20, timedelta(hours=1)


def asked(address: str) -> str:
    """Return `known`, `unknown`, or `untold` where the provider cannot tell.

    Raises:
        TryLater: the provider is away.
    """
    try:
        found = provider().check_address(address)
    except GiveUp:
        found = None
    return {True: "known", False: "unknown", None: "untold"}[found]


def look_up(at: datetime) -> int:
    """Ask for the addresses in force whose turn it is, and note what is said; return how many were answered.

    Each is claimed for an hour before the provider is called, outside any transaction. One that cannot be asked now
    ends the round.
    """
    answered = 0
    for address in _claimed(at):
        try:
            note_kep_check(address.pk, by=DIRECTORY, at=at, found=Found(asked(address.address)))
        except TryLater:
            log.info("directory_away")
            break
        except Refused:
            continue  # it was changed meanwhile
        answered += 1
    return answered


def _claimed(at: datetime) -> Iterator[KepAddress]:
    due = Q(found=Found.UNASKED, ask_at=None) | Q(ask_at__lte=at)
    rows = KepAddress.objects.filter(due, until_at=None, firm__ended_at=None).order_by("from_at", "pk")
    for pk, dossier in list(rows.values_list("pk", "firm__dossier")[:BATCH]):
        with transaction.atomic():
            lock_dossier(dossier)
            address = KepAddress.objects.filter(due, pk=pk, until_at=None).first()
            if address is None:
                continue  # another worker has it
            address.ask_at = at + WAIT
            address.save(update_fields=["ask_at"])
        yield address
