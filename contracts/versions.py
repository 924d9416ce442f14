"""Which version of the agreement was published, and which is in force, on a day; its blank form."""

from __future__ import annotations

from datetime import date

from contracts.models import AgreementVersion
from documents.models import Document
from ledger.kept import kept


@kept
def _versions() -> tuple[AgreementVersion, ...]:
    """Return every version, newest first."""
    return tuple(AgreementVersion.objects.order_by("-number"))


def newest(on: date) -> AgreementVersion | None:
    """Return the last version published by a day: the one that is signed from then on."""
    return next((version for version in _versions() if version.published_on <= on), None)


def version_in_force(on: date) -> AgreementVersion | None:
    """Return the version whose terms hold on a day (clause 3/b)."""
    return next((version for version in _versions() if version.effective_on <= on), None)


def blank_forms(version: AgreementVersion) -> dict[str, Document]:
    """Return a version's blank form, by media type; empty until the worker has made it."""
    kept = Document.objects.filter(dossier=version.dossier_id, kind=blank_kind(version))
    return {document.media_type: document for document in kept}


def blank_kind(version: AgreementVersion) -> str:
    """Return the kind of the documents that are a version's blank form."""
    return f"agreement_form_{version.number}"
