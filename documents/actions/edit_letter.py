"""An officer writes a draft letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from documents.conditions import letter_has_text, letter_is_draft, lines_fit
from documents.letters import text_digest
from documents.models import Letter
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("documents.edit_letter", _("Edit the letter"), done=_("Letter edited"), audience=Audience.MINISTRY)


def obstacles(
    letter: Letter,
    *,
    at: datetime,
    subject: str | None = None,
    body: str | None = None,
    references: Sequence[str] = (),
    enclosures: Sequence[str] = (),
    informs: Sequence[str] = (),
) -> Iterator[Obstacle]:
    """Yield why the text cannot be taken: the letter is no draft, says nothing, or its lists are too long."""
    yield from letter_is_draft(letter)
    if subject is not None and body is not None:
        yield from letter_has_text(subject, body)
    for field, lines in (("references", references), ("enclosures", enclosures), ("informs", informs)):
        yield from lines_fit(field, lines)


def edit_letter(
    letter_id: int,
    *,
    by: User,
    at: datetime,
    subject: str,
    body: str,
    references: Sequence[str] = (),
    enclosures: Sequence[str] = (),
    informs: Sequence[str] = (),
    seen: int | None = None,
) -> Letter:
    """Replace what a draft says. Where it can be challenged is no officer's text; it comes from the policy.

    Raises:
        NotAllowed, Refused: no draft, no subject or text, over-long lists, or changed meanwhile.
    """
    with acting():
        letter = lock(Letter, letter_id)
        found = obstacles(
            letter,
            at=at,
            subject=subject,
            body=body,
            references=references,
            enclosures=enclosures,
            informs=informs,
        )
        refuse(ACT, letter, found, by=by, seen=seen)
        letter.subject, letter.body = " ".join(subject.split()), body.strip()
        letter.references, letter.enclosures, letter.informs = list(references), list(enclosures), list(informs)
        letter.save()
        facts = {"letter": letter.pk, "text": text_digest(letter)}
        record(ACT, letter, by=by, at=at, before=letter.status, facts=facts)
    return letter
