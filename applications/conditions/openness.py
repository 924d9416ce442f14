"""Whether an application is with the firm or with the ministry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from applications.lifecycle import Status
from applications.models import Application
from applications.queries import requests
from ledger.errors import Obstacle

if TYPE_CHECKING:
    from ledger.models import Dossier

WITH_THE_FIRM = (Status.DRAFT, Status.DEFICIENT)
DECIDED = (Status.APPROVED, Status.WITHDRAWN, Status.REJECTED)


def closed_to_the_firm(application: Application) -> Iterator[Obstacle]:
    """Yield why the firm can change what it sent: nothing may change under an officer's eyes without a request."""
    if application.status in DECIDED:
        yield Obstacle("decided", _("This application is closed."), "3/a")
    elif application.status not in WITH_THE_FIRM and not asked(application):
        yield Obstacle("with_the_ministry", _("The application is being reviewed; İSGGM has asked for nothing."), "3/a")


def dossier_closed_to_the_firm(dossier: Dossier) -> Iterator[Obstacle]:
    """Yield the same of an application's dossier; of any other, nothing."""
    application = Application.objects.filter(dossier=dossier).first()
    if application is not None:
        yield from closed_to_the_firm(application)


def asked(application: Application) -> bool:
    """Tell whether a letter to the firm waits for its answer."""
    return any(it.sent_at is not None and it.answered_at is None for it in requests(application))


FIRST = {
    Status.SUBMITTED: _("Take the application up for review first."),
    Status.DEFICIENT: _("The firm is completing it; its completion brings it back."),
    Status.SUITABLE: _("It is found suitable; use “review again”."),
}
"""What must happen before an officer can judge again."""


def not_under_review(application: Application) -> Iterator[Obstacle]:
    """Yield why an officer cannot judge: the application is not under review."""
    if application.status != Status.UNDER_REVIEW:
        message = FIRST.get(Status(application.status), _("The application is not under review."))
        yield Obstacle("not_under_review", message, "3/a")
