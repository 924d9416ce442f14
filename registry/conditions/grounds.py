"""Which ground, and which document, an act of two persons names."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from documents.models import Document, DocumentState
from ledger.errors import Obstacle
from ledger.models import Dossier
from registry.models import Ground, Integrator


def document_stands(dossier: Dossier, document_id: int | None, *, field: str = "document_id") -> Iterator[Obstacle]:
    """Yield why a named document proves nothing: none chosen, of another dossier, or not through the virus scan."""
    found = None if document_id is None else Document.objects.filter(pk=document_id, dossier=dossier).first()
    if found is None:
        yield Obstacle("no_document", _("Choose a document of this dossier."), field=field)
    elif found.state != DocumentState.CLEAN:
        yield Obstacle("not_clean", _("The file has not passed the virus scan."), field=field)


def ground_stands(integrator: Integrator, ground_id: int | None) -> Iterator[Obstacle]:
    """Yield why a named ground cannot be acted on: it is another integrator's, or closed."""
    ground = None if ground_id is None else Ground.objects.filter(pk=ground_id, integrator=integrator).first()
    if ground is None:
        yield Obstacle("no_ground", _("Choose a ground of this integrator."), field="ground_id")
    elif ground.closing:
        yield Obstacle("closed", _("This ground is closed."), "2", "ground_id")


def not_ended(integrator: Integrator) -> Iterator[Obstacle]:
    """Yield the obstacle of an integrator that has ended."""
    if integrator.ended_at is not None:
        yield Obstacle("ended", _("This integrator has ended."))


def said(**texts: str | None) -> Iterator[Obstacle]:
    """Yield an obstacle at each field whose text was asked for and left empty; None means not asked."""
    for field, text in texts.items():
        if text is not None and not text.strip():
            yield Obstacle("empty", _("This must be written."), "2", field)
