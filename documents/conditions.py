"""Questions about letters and documents that several acts share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy as _

from documents.lifecycle import LetterStatus
from documents.models import Letter
from ledger.errors import Obstacle

LONGEST_SUBJECT = 200


def letter_is_draft(letter: Letter) -> Iterator[Obstacle]:
    """Yield that the letter's text no longer changes."""
    if letter.status != LetterStatus.DRAFT:
        yield Obstacle("not_a_draft", _("Only a draft can be changed. Have the letter returned first."))


def letter_has_text(subject: str, body: str) -> Iterator[Obstacle]:
    """Yield what a letter lacks to say anything."""
    if not subject.strip():
        yield Obstacle("no_subject", _("Write the subject of the letter."), field="subject")
    if len(subject.strip()) > LONGEST_SUBJECT:
        yield Obstacle("long_subject", _("The subject has at most 200 characters."), field="subject")
    if not body.strip():
        yield Obstacle("no_text", _("Write the text of the letter."), field="body")


def letter_can_be_signed(letter: Letter) -> Iterator[Obstacle]:
    """Yield why the letter must not be signed: no text, or a burden without saying where it can be challenged."""
    yield from letter_has_text(letter.subject, letter.body)
    if letter.burdening and not letter.challenge.strip():
        message = _("The letter burdens the firm but does not say where and by when it can be challenged.")
        yield Obstacle("no_challenge", message)


def document_is_named(title: str | None) -> Iterator[Obstacle]:
    """Yield that nobody would know what a document is. None asks nothing: no form was sent."""
    if title is not None and not title.strip():
        yield Obstacle("no_title", _("Write what the document is."), field="title")


def lines_fit(field: str, lines: Sequence[str]) -> Iterator[Obstacle]:
    """Yield that a list of the letter has more or longer lines than a letter can show."""
    if len(lines) > 29 or any(len(line) > 300 for line in lines):
        yield Obstacle(f"bad_{field}", _("At most 29 lines of at most 300 characters."), field=field)
