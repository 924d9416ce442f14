"""An officer decides whether a requirement that concerns only some concerns this integrator."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kep_gateway.letters import Text, tell, worded
from law.clock import legal_day
from law.explain import date_short
from ledger.acts import Act, acting, record, refuse
from ledger.errors import Obstacle
from registry.conditions.grounds import said
from registry.conditions.obligations import owed_still
from registry.due import held
from registry.lifecycle import Concern
from registry.models import Concerns, Ground, Obligation
from registry.notices import CONCERN_DECIDED
from registry.obligations import count_holding, stop_term

if TYPE_CHECKING:
    from accounts.models import User

WORDS = {None: Concern.UNDECIDED, True: Concern.CONCERNED, False: Concern.NOT_CONCERNED}
ACT = Act(
    "registry.decide_concern",
    _("Decide whether it concerns the integrator"),
    done=_("Decided whether it concerns the integrator"),
    clause="2",
)


def obstacles(obligation: Obligation, *, at: datetime, decision: str | None = None) -> Iterator[Obstacle]:
    """Yield why nothing is to be decided: it concerns every integrator, is no longer owed, or no reason is given."""
    yield from owed_still(obligation)
    if obligation.requirement.concerns == Concerns.EVERY:
        yield Obstacle("every", _("This requirement concerns every integrator."), "2")
    if Ground.objects.filter(Q(obligation=obligation) | Q(showing__obligation=obligation), closing="").exists():
        yield Obstacle("ground", _("A ground of passivation rests on it; that must be closed first."), "2")
    yield from said(decision=decision)


def decide_concern(
    obligation_id: int, *, by: User, at: datetime, concerned: bool, decision: str, seen: int | None = None
) -> Obligation:
    """Record the decision with its reason; where it concerns the integrator, the term to show it begins today.

    Raises:
        NotAllowed, Refused: see `obstacles`, or a stale page.
    """
    with acting():
        found = Obligation.objects.get(pk=obligation_id)
        held(found.integrator_id, at)
        obligation = Obligation.objects.select_related("requirement", "integrator", "dossier").get(pk=obligation_id)
        refuse(ACT, obligation, obstacles(obligation, at=at, decision=decision), by=by, seen=seen)
        before = WORDS[obligation.concerned]
        obligation.concerned, obligation.decision = concerned, decision.strip()
        obligation.decided_by, obligation.decided_at = by, at
        if concerned and before != WORDS[True]:
            obligation.began_on = legal_day(at)
        obligation.save()
        facts = {"obligation": obligation.pk, "requirement": obligation.key}
        step = record(ACT, obligation, by=by, at=at, before=before, after=WORDS[concerned], facts=facts)
        if concerned:
            count_holding(obligation, at=at, step=step)
        else:
            stop_term(obligation, at=at)
        tell(_text(obligation), step=step, by=by, at=at)
    return obligation


def _text(obligation: Obligation) -> Text:
    term = obligation.deadline
    return worded(
        CONCERN_DECIDED,
        obligation,
        what=obligation.requirement.title_tr,
        concerned=obligation.concerned,
        reason=obligation.decision,
        last_on=date_short(term.effective_on) if term and term.effective_on else "",
    )
