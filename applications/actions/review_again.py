"""An officer takes a suitable application back into review, because something came up before the decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from applications.lifecycle import Status
from applications.models import Application
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "applications.review_again",
    _("Review again"),
    done=_("Review begun again"),
    clause="3/a",
    arrow="to_under_review",
    follows=_("The application goes back to review; nobody is told by letter."),
)


def obstacles(application: Application, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why it cannot be reviewed again: it is not suitable yet."""
    if application.status in (Status.SUBMITTED, Status.DEFICIENT):
        yield Obstacle("not_suitable", _("It has not been found suitable yet."), "3/a")


def review_again(application_id: int, *, by: User, at: datetime, seen: int | None = None) -> Application:
    """Take a suitable application back into review.

    Raises:
        NotAllowed: no officer. Refused: not suitable.
    """
    with acting():
        application = lock(Application, application_id)
        refuse(ACT, application, obstacles(application, at=at), by=by, seen=seen)
        before = application.status
        application.to_under_review()
        application.reviewer = application.dossier.handler = by
        application.save()
        application.dossier.save(update_fields=["handler"])
        record(ACT, application, by=by, at=at, before=before)
    return application
