"""The ministry answers a data subject, with the document that went out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from deadlines.models import Deadline, DeadlineStatus
from deadlines.terms import close
from documents.intake import Received, keep
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience
from ledger.numbers import close_dossier
from privacy.conditions import happened
from privacy.models import Answer, SubjectRequest
from privacy.terms import ANSWER

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "privacy.answer_request",
    _("Record the answer"),
    done=_("Data subject's request answered"),
    clause="KVKK 13/3",
    arrow="to_answered",
    audience=Audience.MINISTRY,
    follows=_("The file closes; whoever is not content may complain to the Board."),
)


def obstacles(
    request: SubjectRequest, *, at: datetime, outcome: str | None = None, answered_at: datetime | None = None
) -> Iterator[Obstacle]:
    """Yield an unknown outcome, data given to somebody who showed no identity, or an instant that cannot be."""
    if outcome is not None and outcome not in Answer.values:
        yield Obstacle("bad_outcome", _("Choose what came of the request."), field="outcome")
    elif outcome not in (None, Answer.REFUSED) and request.identified_at is None:
        message = _("Nothing is told or changed before the person has shown who they are.")
        yield Obstacle("not_identified", message, "KVKK 12/1", field="outcome")
    yield from happened("answered_at", answered_at, at, since=request.received_at)


def answer_request(
    request_id: int,
    *,
    by: User,
    at: datetime,
    outcome: str,
    answered_at: datetime,
    received: Received,
    seen: int | None = None,
) -> SubjectRequest:
    """Keep the answer and close the file; `answered_at` is when it left us, which meets the term or does not.

    Raises:
        NotAllowed. Refused: answered already, no identity, an impossible instant, or a stale page.
    """
    with acting():
        request = lock(SubjectRequest, request_id)
        found = obstacles(request, at=at, outcome=outcome, answered_at=answered_at)
        refuse(ACT, request, found, by=by, seen=seen)
        before, title = request.status, "Başvuruya verilen cevap"
        document = keep(received, dossier=request.dossier, kind="answer", title=title, by=by, internal=True)
        request.to_answered()
        request.outcome, request.answered_at, request.answered_by, request.answer = outcome, answered_at, by, document
        request.save()
        facts = {"outcome": outcome, "answered_at": answered_at}
        record(ACT, request, by=by, at=at, before=before, facts=facts, documents=[document.sha256])
        term = Deadline.objects.get(dossier=request.dossier, term=ANSWER.key)
        kept = DeadlineStatus.MET if answered_at < term.due_at else DeadlineStatus.ELAPSED
        close(request.dossier, (ANSWER.key,), kept, at=answered_at)
        close_dossier(request.dossier, at=at)
    return request
