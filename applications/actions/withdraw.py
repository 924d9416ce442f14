"""The firm takes its application back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from applications.decided import drop_proposals
from applications.models import Application
from kep_gateway.notices import end_terms
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.numbers import close_dossier

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "applications.withdraw",
    _("Take the application back"),
    done=_("Application taken back"),
    clause="3/a",
    arrow="to_withdrawn",
    follows=_("The application ends and its terms with it. You may apply anew at any time."),
)


def obstacles(application: Application, *, at: datetime) -> Iterator[Obstacle]:
    """Yield nothing: a firm may always take back what is not decided."""
    return iter(())


def withdraw(application_id: int, *, by: User, at: datetime, seen: int | None = None) -> Application:
    """Take an undecided application back; its term ends, and the firm may apply anew at any time.

    Raises:
        NotAllowed: no mandate. Refused: decided already.
    """
    with acting():
        application = lock(Application, application_id)
        refuse(ACT, application, obstacles(application, at=at), by=by, seen=seen)
        before = application.status
        application.to_withdrawn()
        application.save()
        end_terms(application.dossier, at=at)
        close_dossier(application.dossier, at=at)
        record(ACT, application, by=by, at=at, before=before)
        drop_proposals(application, at=at)
    return application
