"""Taking in a file: the edge's part before any act, and the rows that acts write of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from documents import store
from documents.content import DOCX, JPEG, PDF, PNG, facts_of, problem_of, type_of
from documents.models import Document, DocumentState, Signature
from documents.signatures import Verdict, verdicts
from ledger.errors import Obstacle, Refused
from ledger.models import Dossier
from ledger.wake import wake

if TYPE_CHECKING:
    from accounts.models import User

PDF_ONLY = frozenset({PDF})
PDF_OR_SCAN = frozenset({PDF, JPEG, PNG})
PDF_OR_WORD = frozenset({PDF, DOCX})
ENDINGS = {PDF: (".pdf",), DOCX: (".docx",), JPEG: (".jpg", ".jpeg"), PNG: (".png",)}
LONGEST_NAME = 200


@dataclass(frozen=True)
class Received:
    """A file that passed the checks and lies in the store; no row speaks of it until an act keeps it.

    `at` is the instant the last byte arrived; `signatures` are empty for an unsigned file.
    """

    sha256: str
    size: int
    media_type: str
    filename: str
    at: datetime
    signatures: tuple[Verdict, ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)


def receive(upload: UploadedFile[Any], *, at: datetime, accept: frozenset[str] = PDF_OR_SCAN) -> Received:
    """Check an upload by name, size, content and structure, judge its signatures, and store its bytes.

    Raises:
        Refused: every reason at once, each at the form's field `file`; nothing is stored then.
    """
    name = clean_name(upload.name or "")
    found = [*_name_obstacles(name), *_size_obstacles(upload.size or 0)]
    if found:
        raise Refused(found)
    upload.seek(0)
    data = upload.read()
    media_type = type_of(data)
    found = list(_content_obstacles(name, media_type, data, accept))
    if found:
        raise Refused(found)
    judged = verdicts(data, at=at) if media_type == PDF else ()
    sha256, size = store.put(data)
    return Received(sha256, size, media_type, name, at, judged, facts_of(media_type, data))


def keep(
    received: Received, *, dossier: Dossier, kind: str, title: str, by: User | None, internal: bool = False
) -> Document:
    """Write the rows of a received file inside the caller's act; it waits in quarantine where a scanner is set.

    `by` is None where no person of ours uploaded it: it came by mail.
    """
    document = Document.objects.create(
        dossier=dossier,
        kind=kind,
        title=title.strip()[:200],
        filename=received.filename,
        sha256=received.sha256,
        size=received.size,
        media_type=received.media_type,
        uploaded_by=by,
        received_at=received.at,
        state=DocumentState.QUARANTINED if settings.SCANNER else DocumentState.CLEAN,
        internal=internal,
        facts=received.facts,
    )
    keep_signatures(document, received.signatures)
    if settings.SCANNER:
        wake("documents.scan")
    return document


def keep_signatures(document: Document, judged: tuple[Verdict, ...]) -> None:
    """Write the verdicts on a document's signatures as rows."""
    for place, verdict in enumerate(judged, start=1):
        Signature.objects.create(document=document, place=place, **asdict(verdict))


def keep_bytes(
    data: bytes,
    *,
    dossier: Dossier,
    kind: str,
    title: str,
    filename: str,
    media_type: str,
    at: datetime,
    internal: bool = False,
) -> Document:
    """Store bytes that we made or were handed by a provider, and write their row; they need no scan."""
    sha256, size = store.put(data)
    return Document.objects.create(
        dossier=dossier,
        kind=kind,
        title=title[:200],
        filename=filename,
        sha256=sha256,
        size=size,
        media_type=media_type,
        received_at=at,
        internal=internal,
    )


def open_to_firm(document: Document) -> None:
    """Let the dossier's firm see a document that was the ministry's alone; called inside the act that decides it."""
    document.internal = False
    document.save(update_fields=["internal"])


def clean_name(name: str) -> str:
    """Return a file name in one normal form, without control and direction marks, single-spaced."""
    kept = "".join(c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c)[0] != "C" or c.isspace())
    return " ".join(kept.split())


def _name_obstacles(name: str) -> Iterator[Obstacle]:
    if not name or "/" in name or "\\" in name or name.startswith("."):
        yield Obstacle("bad_name", _("The file needs a plain name such as “belge.pdf”, without a path."), field="file")
    if len(name) > LONGEST_NAME:
        yield Obstacle("long_name", _("The file's name is longer than 200 characters; shorten it."), field="file")


def _size_obstacles(size: int) -> Iterator[Obstacle]:
    if size == 0:
        yield Obstacle("empty", _("The file is empty."), field="file")
    if size > settings.UPLOAD_MAX_BYTES:
        sizes = {"size": _mib(size, up=True), "most": _mib(settings.UPLOAD_MAX_BYTES)}
        message = _("The file has %(size)s MB; at most %(most)s MB are accepted. Send it in parts or scan it smaller.")
        yield Obstacle("too_large", message % sizes, field="file")


def _mib(size: int, *, up: bool = False) -> int:
    return -(-size // (1 << 20)) if up else size >> 20


def _content_obstacles(name: str, media_type: str, data: bytes, accept: frozenset[str]) -> Iterator[Obstacle]:
    if media_type not in accept:
        kinds = ", ".join(ENDINGS[one][0][1:].upper() for one in sorted(accept))
        message = _("This kind of file is not accepted here. Accepted: %(kinds)s.") % {"kinds": kinds}
        yield Obstacle("wrong_type", message, field="file")
        return
    if PurePosixPath(name).suffix.lower() not in ENDINGS[media_type]:
        content = {"content": ENDINGS[media_type][0][1:].upper()}
        message = _("The file's content is %(content)s, but its name says otherwise.") % content
        yield Obstacle("wrong_ending", message, field="file")
    problem = problem_of(media_type, data)
    if problem is not None:
        yield Obstacle(problem.code, problem.message, field="file")
