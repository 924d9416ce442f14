"""The first versions of the agreement and the commitment, which an installation begins with."""

from __future__ import annotations

from datetime import datetime

from contracts.models import AgreementVersion, Kind
from contracts.wording import names, wording
from law.clock import legal_day
from ledger.models import DossierKind
from ledger.numbers import open_dossier


def load_first_versions(at: datetime) -> AgreementVersion:
    """Open the dossier of all versions with the first of each kind, in effect from its first day.

    Once only, later calls find them. Returns the agreement's.
    """
    for kind in Kind:
        if not AgreementVersion.objects.filter(kind=kind, number=1).exists():
            _load(kind, at)
    return AgreementVersion.objects.get(kind=Kind.AGREEMENT, number=1)


def _load(kind: Kind, at: datetime) -> None:
    text, day = wording(names(kind.value)[0]), legal_day(at)
    held = AgreementVersion.objects.select_related("dossier").first()
    AgreementVersion.objects.create(
        dossier=held.dossier if held else open_dossier(DossierKind.AGREEMENT, firm=None, at=at),
        kind=kind,
        number=1,
        template=text.name,
        template_sha256=text.sha256,
        published_on=day,
        effective_on=day,
    )
