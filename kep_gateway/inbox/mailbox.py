"""The dossier of our own KEP mailbox: what belongs to no firm's matter yet lies here, with everything done about it."""

from __future__ import annotations

from datetime import datetime

from ledger.models import Dossier, DossierKind

NUMBER = "KEP-GELEN"
"""There is one mailbox, so its number counts nothing; two workers who open it at once end up with one."""


def mailbox(at: datetime) -> Dossier:
    """Return the mailbox's dossier, opened on first use."""
    facts = {"kind": DossierKind.MAILBOX, "opened_at": at, "shown_at": at}
    return Dossier.objects.get_or_create(number=NUMBER, defaults=facts)[0]
