"""What lies in a dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.models import Document
from ledger.reading import once
from ledger.together import together

if TYPE_CHECKING:
    from ledger.models import Dossier


@once
def documents_of(dossier: Dossier) -> list[Document]:
    """Return every document of a dossier with its signatures, oldest first, in one question."""
    return together(Document.objects.filter(dossier=dossier), "signatures")
