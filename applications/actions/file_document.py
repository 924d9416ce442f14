"""An officer puts a document into an application's dossier: a court decision, a note, an answer from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from applications.models import Application
from documents.conditions import document_is_named
from documents.intake import Received, keep
from documents.models import Document
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "applications.file_document",
    _("Put a document into the dossier"),
    done=_("Document put into the dossier"),
    audience=Audience.MINISTRY,
)
KIND = "filed"


def obstacles(application: Application, *, at: datetime, title: str | None = None) -> Iterator[Obstacle]:
    """Yield why a document cannot be filed: nobody would know what it is."""
    yield from document_is_named(title)


def file_document(
    application_id: int,
    *,
    by: User,
    at: datetime,
    received: Received,
    title: str,
    internal: bool = True,
    seen: int | None = None,
) -> Document:
    """Keep a received file in the dossier, whatever the application's status; `internal` hides it from the firm.

    Raises:
        NotAllowed: not of the desk. Refused: no title, or a stale page.
    """
    with acting():
        application = lock(Application, application_id)
        refuse(ACT, application, obstacles(application, at=at, title=title), by=by, seen=seen)
        document = keep(received, dossier=application.dossier, kind=KIND, title=title, by=by, internal=internal)
        facts = {"document": document.pk}
        record(ACT, application, by=by, at=at, facts=facts, documents=[document.sha256])
    return document
