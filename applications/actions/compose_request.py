"""An officer drafts a letter to the applicant from the reasons: completion, further information, or refreshing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from applications.conditions.documents import not_judged
from applications.conditions.openness import not_under_review
from applications.lifecycle import Status
from applications.models import Application, Asked, Request
from applications.notices import ASKING, about, deficiencies
from applications.queries import over_since, requests
from documents.lifecycle import LetterStatus
from kep_gateway.letters import compose
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "applications.compose_request",
    _("Write to the firm"),
    done=_("Letter to the firm drafted"),
    clause="3/a",
    audience=Audience.MINISTRY,
    follows=_("A draft is made from your judgements; nothing goes out before it is signed and sent."),
)
UNSENT = (LetterStatus.DRAFT, LetterStatus.INITIALLED, LetterStatus.SIGNING, LetterStatus.SIGNED)


def obstacles(application: Application, *, at: datetime, asked: str | None = None) -> Iterator[Obstacle]:
    """Yield why no letter can be drafted: another one is being written, or there is no reason for this kind."""
    if any(it.letter.status in UNSENT for it in requests(application)):
        yield Obstacle("letter_open", _("A letter to the firm is being written already."), "3/a")
    if asked == Asked.REFRESH:
        yield from _no_refresh(application, at)
    else:
        closed = list(not_under_review(application))
        # unasked, one kind of letter that can be written is enough
        if closed and (asked is not None or any(_no_refresh(application, at))):
            yield from closed
    if asked == Asked.COMPLETION:
        yield from not_judged(application)
        if not deficiencies(application):
            yield Obstacle("no_deficiency", _("No requirement is judged as deficient."), "3/a")
    if asked is not None and asked not in Asked.values:
        yield Obstacle("bad_kind", _("Choose what the letter asks for."), field="asked")


def _no_refresh(application: Application, at: datetime) -> Iterator[Obstacle]:
    """Yield why refreshed documents cannot be asked for: only after three months without completion (clause 3/a)."""
    since = over_since(application) if application.status == Status.DEFICIENT else None
    if since is None or at < since:
        yield Obstacle("not_elapsed", _("The three months since the service of the letter are not over."), "3/a")


def compose_request(application_id: int, *, by: User, at: datetime, asked: str, seen: int | None = None) -> Request:
    """Draft the letter; the officer edits and initials it, a signatory signs it, `send_request` sends it.

    `asked` is one of `Asked`. Returns the request with its letter.

    Raises:
        NotAllowed: no officer. Refused: a letter is open, nothing is deficient, or the three months are not over.
    """
    with acting():
        application = lock(Application, application_id)
        refuse(ACT, application, obstacles(application, at=at, asked=asked), by=by, seen=seen)
        reasons = [] if asked == Asked.INFORMATION else list(deficiencies(application))
        cited = [f"{application.dossier.number} sayılı başvurunuz."]
        letter = compose(about(ASKING[asked], application, reasons=reasons), by=by, at=at, references=cited)
        request = Request.objects.create(application=application, asked=asked, letter=letter, reasons=reasons)
        record(ACT, request, by=by, at=at, facts={"asked": asked, "letter": letter.pk})
    return request
