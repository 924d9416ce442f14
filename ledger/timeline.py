"""Steps as people read them: the act's words, the status's words, and who did it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ledger.models import Audience, Dossier, Outcome, Step
from ledger.offers import act_modules

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

PROPOSAL = "ledger.proposal:"
"""How the subject of a proposal's Step begins."""


@dataclass(frozen=True)
class Line:
    """One line of a timeline."""

    n: int
    at: datetime
    recorded_at: datetime
    label: str | Promise
    after: str
    after_label: str | Promise
    clause: str
    ground: str
    who: str | Promise
    times: int = 1


def lines(dossier: Dossier, *, ministry: bool) -> Iterator[Line]:
    """Yield a dossier's Steps as lines; a firm sees those that are meant for it, and no officer's name.

    What one person did several times in one minute, with the same outcome, is one line that says how often.
    """
    rows = dossier.steps.select_related("by").order_by("n")
    if not ministry:
        rows = rows.exclude(audience=Audience.MINISTRY).prefetch_related("by__role_grants")
    for _same, run in groupby(described(rows, ministry=ministry), key=_alike):
        first, *others = run
        yield replace(others[-1], times=len(others) + 1) if others else first


def _alike(line: Line) -> tuple[object, ...]:
    minute = line.at.replace(second=0, microsecond=0)
    return minute, line.label, line.after, line.clause, line.ground, line.who


def described(steps: Iterable[Step], *, ministry: bool) -> Iterator[Line]:
    """Yield Steps as lines."""
    for step in steps:
        yield Line(
            n=step.n,
            at=step.at,
            recorded_at=step.recorded_at,
            label=what(step),
            after=step.after,
            after_label=status_label(step),
            clause=step.clause,
            ground=step.ground,
            who=who(step, ministry=ministry),
        )


def what(step: Step) -> str | Promise:
    """Say what was done; a Step of a proposal says as well which act it is about."""
    known = act_modules()
    if step.act not in known:
        return step.act
    told: str | Promise = known[step.act].ACT.told
    proposed = step.facts.get("act") if step.subject.startswith(PROPOSAL) else None
    return f"{told}: {known[proposed].ACT.label}" if proposed in known else told


def told_to(person: User | AnonymousUser, steps: Iterable[Step]) -> list[Line]:
    """Return Steps as a person may read them: a firm none of the ministry's own, and no officer's name."""
    ministry = bool(getattr(person, "roles", ()))
    shown = (step for step in steps if ministry or step.audience != Audience.MINISTRY)
    return list(described(shown, ministry=ministry))


def who(step: Step, *, ministry: bool) -> str | Promise:
    """Name a Step's author: to the ministry by name, to a firm as “the ministry” unless it is one of its own people."""
    if step.by is None:
        return _("by rule")
    return str(step.by) if ministry or not _for_the_ministry(step.by, step) else _("the ministry")


def _for_the_ministry(person: User, step: Step) -> bool:
    """Tell whether a Step's author held a role when it was done or written: what was nameless stays so for good."""
    first, last = sorted((step.at, step.recorded_at))
    grants = person.role_grants.all()
    return any(it.granted_at <= last and (it.ended_at is None or it.ended_at >= first) for it in grants)


def status_label(step: Step) -> str | Promise:
    """Return the words of the status after a Step."""
    if step.subject.startswith(PROPOSAL):
        return Outcome(step.after).label if step.after in Outcome.values else step.after
    model = apps.get_model(step.subject.split(":")[0])
    names = [field.name for field in model._meta.get_fields()]
    derived = getattr(model, "derived_status", ())  # the choices of a model whose status no column holds
    choices = dict(model._meta.get_field("status").flatchoices if "status" in names else derived)
    label: str | Promise = choices.get(step.after, step.after)
    return label
