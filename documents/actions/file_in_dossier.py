"""A document is put into a firm's own file, or into that of policies and calendar, for the acts that rest on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from documents.conditions import document_is_named
from documents.intake import Received, keep
from ledger.acts import Act, acting, lock_dossier, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience, Dossier

if TYPE_CHECKING:
    from accounts.models import User
    from documents.models import Document

ACT = Act(
    "documents.file_in_dossier",
    _("Put a document into the file"),
    done=_("Document put into the file"),
    audience=Audience.MINISTRY,
)
KIND = "proof"


def obstacles(
    dossier: Dossier, *, at: datetime, title: str | None = None, received: Received | None = None
) -> Iterator[Obstacle]:
    """Yield why a document cannot be put there: no title, or the file holds these very bytes already."""
    yield from document_is_named(title)
    if received is not None and dossier.documents.filter(sha256=received.sha256).exists():
        yield Obstacle("same_file", _("The file holds this document already."), field="file")


def file_in_dossier(
    dossier_id: int, *, by: User, at: datetime, received: Received, title: str, seen: int | None = None
) -> Document:
    """Keep a received file as the ministry's own; acts name it by its SHA-256 once it is released.

    Raises:
        NotAllowed: no right, or another kind of dossier. Refused: no title, the same bytes, or a stale page.
    """
    with acting():
        dossier = lock_dossier(dossier_id)
        refuse(ACT, dossier, obstacles(dossier, at=at, title=title, received=received), by=by, seen=seen)
        document = keep(received, dossier=dossier, kind=KIND, title=title, by=by, internal=True)
        record(ACT, document, by=by, at=at, facts={"document": document.pk}, documents=[document.sha256])
    return document
