"""The one dossier of policies and calendar, and the row in it that a proposal is about."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from ledger.models import Dossier, DossierKind
from ledger.numbers import open_dossier
from policies.models import PolicyFile

CALENDAR = "calendar"
REQUIREMENTS = "requirements"
BODIES = "bodies"
"""Files of what is set beside policies: the holidays, what the registry asks of applicants, and who certifies them."""


def file_of(key: str, *, at: datetime) -> PolicyFile:
    """Return the file of a policy, or under its own key of what else two persons set; made on first use."""
    found = PolicyFile.objects.filter(key=key).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return PolicyFile.objects.create(key=key, dossier=_dossier(at))
    except IntegrityError:  # somebody else was first
        return PolicyFile.objects.get(key=key)


def _dossier(at: datetime) -> Dossier:
    first = PolicyFile.objects.select_related("dossier").order_by("pk").first()
    return first.dossier if first else open_dossier(DossierKind.POLICY, firm=None, at=at)
