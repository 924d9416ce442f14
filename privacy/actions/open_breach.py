"""The file of a breach is opened; the seventy-two hours run from becoming aware of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from deadlines.terms import open_instant, remind
from ledger.acts import Act, acting, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience, DossierKind
from ledger.numbers import open_dossier
from privacy.conditions import happened, written
from privacy.facts import digest_of, write_facts
from privacy.models import Breach
from privacy.terms import BOARD, BOARD_REMINDERS

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "privacy.open_breach",
    _("Open the file of a breach"),
    done=_("Breach file opened"),
    clause="KVKK 12/5",
    audience=Audience.MINISTRY,
    follows=_("The Board is told within seventy-two hours from becoming aware, those concerned as soon as possible."),
)


def obstacles(
    row: None = None, *, at: datetime, aware_at: datetime | None = None, what: str | None = None
) -> Iterator[Obstacle]:
    """Yield that it is not said what happened, or that the instant lies in the future."""
    yield from written(what=what)
    yield from happened("aware_at", aware_at, at)


def open_breach(
    *,
    by: User,
    at: datetime,
    aware_at: datetime,
    what: str,
    whose: str = "",
    how_many: str = "",
    effects: str = "",
    measures: str = "",
) -> Breach:
    """Open the file with what is known so far; `aware_at` is when the ministry became aware.

    Raises:
        NotAllowed: neither administrator nor approver. Refused: nothing said, or an instant that lies in the future.
    """
    with acting():
        refuse(ACT, None, obstacles(at=at, aware_at=aware_at, what=what), by=by)
        dossier = open_dossier(DossierKind.DATA_BREACH, firm=None, at=at)
        breach = Breach.objects.create(dossier=dossier, aware_at=aware_at, opened_by=by)
        said = {"what": what, "whose": whose, "how_many": how_many, "effects": effects, "measures": measures}
        facts = write_facts(breach, said, by=by, at=at)
        told = {"aware_at": aware_at, "version": facts.version, "facts": digest_of(facts)}
        step = record(ACT, breach, by=by, at=at, facts=told)
        term = open_instant(dossier, BOARD, start=aware_at, evidence="ihlalin öğrenilmesi", step=step)
        remind(term, BOARD_REMINDERS, after=at)
    return breach
