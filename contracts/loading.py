"""The first version of the agreement, which an installation begins with."""

from __future__ import annotations

from datetime import datetime

from contracts.models import AgreementVersion
from contracts.wording import names, wording
from law.clock import legal_day
from ledger.models import DossierKind
from ledger.numbers import open_dossier


def load_first_version(at: datetime) -> AgreementVersion:
    """Open the agreement's dossier with version 1, in effect from its first day; once only, later calls find it."""
    if found := AgreementVersion.objects.filter(number=1).first():
        return found
    text, day = wording(names()[0]), legal_day(at)
    return AgreementVersion.objects.create(
        dossier=open_dossier(DossierKind.AGREEMENT, firm=None, at=at),
        number=1,
        template=text.name,
        template_sha256=text.sha256,
        published_on=day,
        effective_on=day,
    )
