"""Which version of the agreement or the commitment was published, and is in force, on a day; its text, blank form."""

from __future__ import annotations

from copy import copy
from datetime import date

from contracts.models import AgreementVersion, Kind, VersionDraft
from contracts.wording import NoSuchText, Wording, names, read, wording
from documents import store
from documents.models import Document
from ledger.kept import kept

AGREEMENT = Kind.AGREEMENT.value


class TextChanged(Exception):
    """A published text is no longer the one that was published: somebody edited its bytes."""


@kept
def _versions() -> tuple[AgreementVersion, ...]:
    """Return every version, newest first."""
    return tuple(AgreementVersion.objects.order_by("-number"))


def published_by(on: date, kind: str) -> list[AgreementVersion]:
    """Return the versions of one kind that were published by a day, newest first; each asker its own rows."""
    return [copy(it) for it in _versions() if it.kind == kind and it.published_on <= on]


def newest(on: date, kind: str = AGREEMENT) -> AgreementVersion | None:
    """Return the last version published by a day: the one that is signed from then on."""
    return next(iter(published_by(on, kind)), None)


def version_in_force(on: date, kind: str = AGREEMENT) -> AgreementVersion | None:
    """Return the version whose terms hold on a day (clause 3/b)."""
    return next((it for it in published_by(on, kind) if it.effective_on <= on), None)


def term_over(version: AgreementVersion, on: date) -> bool:
    """Tell whether the days within which a renewed version had to be signed were over on a day."""
    term = version.signing_term
    return term is not None and term.effective_on is not None and term.effective_on < on


def before(version: AgreementVersion) -> AgreementVersion | None:
    """Return the version that this one followed."""
    return AgreementVersion.objects.filter(kind=version.kind, number=version.number - 1).first()


def published_text(version: AgreementVersion) -> Wording:
    """Return a version's text.

    Raises:
        TextChanged: its bytes no longer have the published digest.
    """
    text = wording(version.template) if version.text is None else drafted_text(version.text)
    if text.sha256 != version.template_sha256:
        raise TextChanged(str(version))
    return text


def drafted_text(document: Document) -> Wording:
    """Return the text that was read from a draft, by the bytes that the store holds today."""
    return read(store.read(document.sha256))


def proposed_text(version: AgreementVersion, template: str) -> tuple[Wording, Document | None]:
    """Return the text that is to follow a version: one of the repository by its name, a draft's by its digest.

    Raises:
        NoSuchText: neither the repository nor a draft has it for this kind.
    """
    if template in names(version.kind):
        return wording(template), None
    draft = VersionDraft.objects.filter(follows=version, text__sha256=template).select_related("text").first()
    if draft is None:
        raise NoSuchText(template)
    return drafted_text(draft.text), draft.text


def blank_forms(version: AgreementVersion) -> dict[str, Document]:
    """Return a version's blank form, by media type; empty until the worker has made it."""
    kept = Document.objects.filter(dossier=version.dossier_id, kind=blank_kind(version))
    return {document.media_type: document for document in kept}


def blank_kind(version: AgreementVersion) -> str:
    """Return the kind of the documents that are a version's blank form."""
    return f"{version.kind}_form_{version.number}"
