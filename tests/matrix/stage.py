"""What a scene is: one row in one state at one instant, reached from the country by a few acts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from documents.actions.file_in_dossier import file_in_dossier
from documents.content import PDF
from documents.intake import PDF_OR_SCAN, Received, receive
from documents.models import Document
from ledger.actions.approve import approve
from operations.demo.samples import pdf, upload
from operations.demo.story import Story
from tests.matrix.country import NAME, Country

PAPER = "a" * 64
LONG = timedelta(days=400)


@dataclass
class Scene:
    """One row at one instant, and whose story it belongs to."""

    row: Any
    story: Story
    at: datetime
    country: Country

    def received(self, name: str = "belge.pdf") -> Any:
        """Return an upload that passed the edge."""
        return receive(upload(name, pdf("Belge", NAME)), at=self.at, accept=PDF_OR_SCAN)

    def document(self, title: str = "Karar") -> Document:
        """Return a document put into the integrator's dossier now."""
        self.story.at = self.at
        return self.story.file(title)


Build = Callable[[Country], Scene]
SCENES: dict[str, dict[str, Build]] = {}


def scene(kind: str, *states: str) -> Callable[[Callable[..., Scene]], None]:
    """Put a function down as the way to some states of a kind of row."""

    def put(build: Callable[..., Scene]) -> None:
        for state in states:
            SCENES.setdefault(kind, {})[state] = partial(build, state=state)

    return put


def papered(story: Story) -> None:
    """Put PAPER into the file of a story's firm."""
    received = Received(PAPER, 1, PDF, "belge.pdf", story.at)
    story.do(file_in_dossier, story.firm.dossier.pk, by=story.world.officer, received=received, title="Belge")


def decided(story: Story, act: str, model: Any, pk: int, **arguments: Any) -> None:
    """Have two persons do it."""
    story.do(approve, story.propose(act, model, pk, **arguments).pk, by=story.world.approver)
