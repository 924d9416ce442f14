"""A firm starts an application: a draft that it may fill step by step."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.locking import lock_matters
from accounts.models import Firm
from applications.lifecycle import OPEN
from applications.models import Application, Item
from applications.queries import of_firm
from law.clock import legal_day
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import DossierKind
from ledger.numbers import open_dossier
from registry.queries import integrator_of
from registry.requirements import set_in_force

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("applications.start", _("Start an application"), done=_("Application started"), clause="3/a")


def obstacles(firm: Firm, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why a firm cannot start: it has ended, is an integrator, or has an open application."""
    if firm.ended_at is not None:
        yield Obstacle("firm_ended", _("This firm has ended."), "3/a")
    if set_in_force(legal_day(at)) is None:
        yield Obstacle("no_requirements", _("No requirement set is in force yet."), "3/a")
    if integrator_of(firm) is not None:
        yield Obstacle("is_integrator", _("This firm is an integrator already."), "2")
    if any(it.status in OPEN for it in of_firm(firm)):
        yield Obstacle("open_application", _("This firm has an open application."), "3/a")


def start(firm_id: int, *, by: User, at: datetime, seen: int | None = None) -> Application:
    """Open a draft with one item for every requirement in force today.

    Raises:
        NotAllowed: no mandate. Refused: ended, integrator already, or an open application.
    """
    with acting():
        firm = lock(Firm, firm_id)
        lock_matters(firm)  # an earlier application is not decided at the same moment
        refuse(ACT, firm, obstacles(firm, at=at), by=by, seen=seen)
        wanted = set_in_force(legal_day(at))
        assert wanted
        application = Application.objects.create(
            dossier=open_dossier(DossierKind.APPLICATION, firm=firm, at=at, shown=False),
            firm=firm,
            requirement_set=wanted,
            started_by=by,
            started_at=at,
        )
        for requirement in wanted.requirements.filter(applies=True):
            Item.objects.create(application=application, requirement=requirement)
        record(ACT, application, by=by, at=at, facts={"requirement_set": wanted.version})
    return application
