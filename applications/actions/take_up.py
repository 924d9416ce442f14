"""An officer takes an application up for review."""

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
    "applications.take_up",
    _("Take up for review"),
    done=_("Taken up for review"),
    clause="3/a",
    arrow="to_under_review",
    follows=_("You become the reviewer. The firm reads that its application is under review."),
)


def obstacles(application: Application, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why it cannot be taken up: it waits for the firm, or is found suitable already."""
    if application.status == Status.DEFICIENT:
        yield Obstacle("with_the_firm", _("The firm is completing it; its completion brings it back."), "3/a")
    if application.status == Status.SUITABLE:
        yield Obstacle("suitable", _("It is found suitable; use “review again”."), "3/a")


def take_up(application_id: int, *, by: User, at: datetime, seen: int | None = None) -> Application:
    """Become the reviewer of a submitted application.

    Raises:
        NotAllowed: no officer. Refused: not submitted, or taken up already.
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
