"""The firm hands the application in, complete or not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from applications.models import Application
from applications.queries import missing
from kep_gateway.notices import kep_missing
from ledger.acts import Act, acting, lock, lock_dossiers, record, refuse
from ledger.errors import Obstacle

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "applications.submit",
    _("Hand the application in"),
    done=_("Application handed in"),
    clause="3/a",
    arrow="to_submitted",
    follows=_("İSGGM reviews it from now on. What is missing does not end it: you are told by KEP and complete it."),
)


def obstacles(application: Application, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why it cannot be handed in: only the firm's identity, KEP address and a live mandate are needed.

    A missing document is none: deficiencies are notified, and never end an application (clause 3/a).
    """
    if application.firm.ended_at is not None:
        yield Obstacle("firm_ended", _("This firm has ended."), "3/a")
    yield from kep_missing(application.firm, at)


def submit(application_id: int, *, by: User, at: datetime, seen: int | None = None) -> Application:
    """Hand the application in; `at` is the application date, on which the certificate must be valid (clause 2/b).

    Raises:
        NotAllowed: no mandate. Refused: handed in already, or no KEP address in force.
    """
    with acting():
        dossiers = Application.objects.values_list("dossier", "firm__dossier").get(pk=application_id)
        lock_dossiers(dossiers)  # the firm's too: it cannot end at the same moment
        application = lock(Application, application_id)
        refuse(ACT, application, obstacles(application, at=at), by=by, seen=seen)
        before = application.status
        application.to_submitted()
        application.submitted_at = at
        application.save()
        application.dossier.shown_at = at
        application.dossier.save(update_fields=["shown_at"])
        absent = [item.requirement.key for item in missing(application)]
        record(ACT, application, by=by, at=at, before=before, facts={"missing": absent})
    return application
