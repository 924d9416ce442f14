"""What came back must be what was issued, with good signatures; who signed is asked in `contracts.flaws`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from contracts.flaws import Flaw
from contracts.models import AgreementCopy, Ink
from contracts.versions import newest
from documents import store
from documents.signatures import begins_with, flaws
from law.clock import legal_day

if TYPE_CHECKING:
    from datetime import datetime

    from documents.intake import Received


def file_flaws(copy: AgreementCopy, received: Received, ink: str) -> list[str]:
    """Return the codes of what is wrong with the file, each once; a wet-ink scan has no signatures to judge."""
    found = [str(flaw) for flaw in _copy_flaws(copy, received.at)]
    if ink == Ink.ELECTRONIC:
        found += [str(flaw) for flaw in flaws(received.signatures)]
        found += [str(flaw) for flaw in _content_flaws(copy, received)]
    return list(dict.fromkeys(found))


def _copy_flaws(copy: AgreementCopy, at: datetime) -> Iterator[Flaw]:
    published = newest(legal_day(at), copy.kind)
    if published and copy.version.number < published.number:
        yield Flaw.OLDER_VERSION
    if copy.superseded_at:
        yield Flaw.SUPERSEDED


def _content_flaws(copy: AgreementCopy, received: Received) -> Iterator[Flaw]:
    """Yield a file that does not begin with the issued bytes; one that begins with an earlier copy's is named so."""
    assert copy.pdf
    if received.sha256 == copy.pdf.sha256:
        return
    sent = store.read(received.sha256)
    if begins_with(sent, store.read(copy.pdf.sha256)):
        return
    earlier = AgreementCopy.objects.filter(
        dossier=copy.dossier, kind=copy.kind, issued_at__lt=copy.issued_at
    ).select_related("pdf")
    superseded = any(it.pdf and begins_with(sent, store.read(it.pdf.sha256)) for it in earlier)
    yield Flaw.SUPERSEDED if superseded else Flaw.NOT_OUR_BYTES
