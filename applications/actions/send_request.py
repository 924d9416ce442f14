"""An officer sends the signed letter; one that lists deficiencies makes the application deficient."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from applications.lifecycle import Status
from applications.models import Application, Asked, Request
from applications.notices import deficiencies
from documents.letters import mark_sent
from documents.lifecycle import LetterStatus
from kep_gateway.letters import send
from kep_gateway.notices import kep_missing
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("applications.send_request", _("Send the letter"), done=_("Letter sent"), clause="3/a")


def obstacles(request: Request, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why the letter cannot be sent: not signed, sent already, no KEP address, or the matter moved on."""
    if request.letter.status == LetterStatus.SENT:
        yield Obstacle("sent", _("This letter has been sent."), "3/a")
    elif request.letter.status != LetterStatus.SIGNED:
        yield Obstacle("not_signed", _("The letter is not signed yet."), "3/a")
    wanted = Status.DEFICIENT if request.asked == Asked.REFRESH else Status.UNDER_REVIEW
    if request.application.status != wanted:
        yield Obstacle("moved_on", _("The application has moved on since the letter was drafted."), "3/a")
    elif request.asked == Asked.COMPLETION and list(deficiencies(request.application)) != request.reasons:
        message = _("Requirements were judged anew since the letter was drafted: discard it and write another.")
        yield Obstacle("judged_anew", message, "3/a")
    yield from kep_missing(request.application.firm, at)


def send_request(request_id: int, *, by: User, at: datetime, seen: int | None = None) -> Request:
    """Send a signed letter by KEP. Deficiencies make the application deficient now; their term opens at service.

    Raises:
        NotAllowed: no officer. Refused: not signed, sent already, or no KEP address in force.
    """
    with acting():
        application = lock(Application, Request.objects.values_list("application_id", flat=True).get(pk=request_id))
        request = application.requests.select_related("letter").get(pk=request_id)
        request.application = application
        refuse(ACT, request, obstacles(request, at=at), by=by, seen=seen)
        before = application.status
        if request.asked == Asked.COMPLETION:
            application.to_deficient()
            application.save()
        request.sent_at = at
        request.save()
        mark_sent(request.letter, at)
        assert request.letter.document
        facts = {"asked": request.asked, "letter": request.letter.number, "reasons": len(request.reasons)}
        sha256 = request.letter.document.sha256
        step = record(
            ACT, application, by=by, at=at, before=before, facts=facts, documents=[sha256], ground=request.asked
        )
        send(request.letter, step=step, at=at)
    return request
