"""The firm says that it has completed what the letter asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.conditions.openness import asked
from applications.lifecycle import Status
from applications.models import Application
from applications.terms import COMPLETION
from deadlines.models import DeadlineStatus
from kep_gateway.notices import end_term
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "applications.complete",
    _("Send the completed documents"),
    done=_("Completed documents sent"),
    clause="3/a",
    follows=_("İSGGM goes on with the review; the running term is met. This day counts for documents obtained later."),
)
ANSWERS = ("applications.attach", "applications.fill_in", "applications.take_back")


def obstacles(application: Application, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why there is nothing to complete: no letter waits for an answer, or nothing was sent since it."""
    if not asked(application):
        yield Obstacle("nothing_asked", _("No letter waits for your answer."), "3/a")
    elif not _answered(application):
        yield Obstacle("nothing_new", _("You have sent nothing since the letter. Send the documents first."), "3/a")


def _answered(application: Application) -> bool:
    steps = application.dossier.steps
    sent = steps.filter(act="applications.send_request").order_by("-n").values_list("n", flat=True).first() or 0
    new = ~Q(facts__has_key="changed") | Q(facts__changed=True)  # saving the details as they were says nothing
    return steps.filter(new, act__in=ANSWERS, n__gt=sent).exists()


def complete(application_id: int, *, by: User, at: datetime, seen: int | None = None) -> Application:
    """Answer the letters that wait: a deficient application goes back to review, and its term is met.

    The firm may do so at once, before any term has begun; `at` then counts as the application date for what was
    obtained later (both days are kept). Sending or taking back a document opened its item's judgement already; what the
    firm left as it was keeps its judgement and its reason.

    Raises:
        NotAllowed: no mandate. Refused: nothing asked, or nothing sent since.
    """
    with acting():
        application = lock(Application, application_id)
        refuse(ACT, application, obstacles(application, at=at), by=by, seen=seen)
        before = application.status
        if application.status == Status.DEFICIENT:
            application.to_under_review()
            application.completed_at = at
            application.save()
            end_term(application.dossier, COMPLETION.key, DeadlineStatus.MET, at=at)
        for request in application.requests.filter(sent_at__isnull=False, answered_at=None):
            request.answered_at = at
            request.save()
        record(ACT, application, by=by, at=at, before=before)
    return application
