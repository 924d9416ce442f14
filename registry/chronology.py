"""A firm's file as one chronology: the Steps of all its dossiers, its letters and documents, merged by instant.

A firm reads what is meant for it; what is confidential, or a draft that is still the firm's own, the ministry does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.db.models import QuerySet
from django.utils.functional import Promise

from accounts.models import Firm
from documents.lifecycle import LetterStatus
from documents.models import Document, DocumentState, Letter
from ledger.models import CONFIDENTIAL, Audience, Dossier, Step
from ledger.timeline import Line, described


@dataclass(frozen=True)
class Event:
    """One thing in a firm's file: a Step (`line`), a letter or a document, in one of its dossiers."""

    at: datetime
    dossier: Dossier
    line: Line | None = None
    letter: Letter | None = None
    document: Document | None = None

    @property
    def title(self) -> str | Promise:
        """What happened, what the letter is about, or what the document is called."""
        if self.line is not None:
            return self.line.label
        return self.letter.subject if self.letter else str(self.document)


def dossiers_of(firm: Firm, *, ministry: bool) -> QuerySet[Dossier]:
    """Return the dossiers of a firm that one side reads, the oldest first."""
    rows = Dossier.objects.filter(firm=firm).exclude(kind__in=CONFIDENTIAL).order_by("opened_at", "pk")
    return rows.exclude(shown_at=None) if ministry else rows


def chronology(firm: Firm, *, ministry: bool) -> list[Event]:
    """Return everything in a firm's file in the order in which it counts, the newest first, in four questions."""
    dossiers = {it.pk: it for it in dossiers_of(firm, ministry=ministry)}
    found = [
        Event(it.received_at, dossiers[it.dossier_id], document=it)
        for it in documents_in(dossiers, ministry=ministry).filter(letters=None)
    ]
    found += [*_steps(dossiers, ministry=ministry), *_letters(dossiers, ministry=ministry)]
    return sorted(found, key=attrgetter("at"))[::-1]  # of one instant the last one first, too


def documents_in(dossiers: dict[int, Dossier], *, ministry: bool) -> QuerySet[Document]:
    """Return the documents that may be opened, the oldest first; a firm's without those for the ministry only."""
    rows = Document.objects.filter(dossier__in=list(dossiers), state=DocumentState.CLEAN)
    return rows if ministry else rows.filter(internal=False)


def letters_in(dossiers: dict[int, Dossier], *, ministry: bool) -> QuerySet[Letter]:
    """Return the letters that were signed, the oldest first; a firm's once they are on their way."""
    shown = [LetterStatus.SENT] if not ministry else [LetterStatus.SIGNED, LetterStatus.SENT]
    rows = Letter.objects.filter(dossier__in=list(dossiers), status__in=shown)
    return rows.select_related("document").order_by("signed_at", "pk")


def _steps(dossiers: dict[int, Dossier], *, ministry: bool) -> Iterator[Event]:
    rows = Step.objects.filter(dossier__in=list(dossiers)).select_related("by").order_by("at", "pk")
    rows = rows.defer("canonical")
    if not ministry:
        rows = rows.exclude(audience=Audience.MINISTRY).prefetch_related("by__role_grants")
    steps = list(rows)
    for step, line in zip(steps, described(steps, ministry=ministry), strict=True):
        yield Event(step.at, dossiers[step.dossier_id], line=line)


def _letters(dossiers: dict[int, Dossier], *, ministry: bool) -> Iterator[Event]:
    for letter in letters_in(dossiers, ministry=ministry):
        at = letter.sent_at or letter.signed_at
        assert at is not None  # a signed letter has its instant: the database says so
        yield Event(at, dossiers[letter.dossier_id], letter=letter)
