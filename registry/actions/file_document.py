"""A document is put into an integrator's dossier: the firm's remedy, or an officer's proof or court decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.conditions import document_is_named
from documents.intake import Received, keep
from documents.models import Document
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from registry.models import Integrator

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("registry.file_document", _("Put a document into the dossier"), done=_("Document put into the dossier"))


class Filed(models.TextChoices):
    """What a document in an integrator's dossier is meant to be."""

    REMEDY = "remedy", _("a remedy")
    PROOF = "proof", _("a proof")
    COURT = "court", _("a court's decision")
    DECISION = "decision", _("a decision of the ministry")


def obstacles(
    integrator: Integrator, *, at: datetime, title: str | None = None, kind: str | None = None, own: bool = False
) -> Iterator[Obstacle]:
    """Yield why a document cannot be filed: no title, or a kind that is not the firm's to file."""
    yield from document_is_named(title)
    if kind is not None and (kind not in Filed.values or (own and kind != Filed.REMEDY)):
        yield Obstacle("bad_kind", _("Choose what the document is meant to be."), field="kind")


def file_document(
    integrator_id: int,
    *,
    by: User,
    at: datetime,
    received: Received,
    title: str,
    kind: str = Filed.REMEDY,
    internal: bool = False,
    seen: int | None = None,
) -> Document:
    """Keep a received file in the dossier; a passive or ended integrator may send documents too.

    Raises:
        NotAllowed, Refused: no title, a kind that is not the firm's to file, or a stale page.
    """
    with acting():
        integrator = lock(Integrator, integrator_id)
        found = obstacles(integrator, at=at, title=title, kind=kind, own=not by.roles)
        refuse(ACT, integrator, found, by=by, seen=seen)
        hidden = internal and bool(by.roles)
        document = keep(received, dossier=integrator.dossier, kind=kind, title=title, by=by, internal=hidden)
        facts = {"document": document.pk, "kind": kind}
        record(ACT, integrator, by=by, at=at, facts=facts, documents=[document.sha256])
    return document
