"""Steps as people read them: the act's words, the status's words, and who did it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ledger.models import Audience, Dossier, Outcome, Step
from ledger.offers import act_modules

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


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
    about: tuple[str | Promise, ...] = ()
    times: int = 1


def lines(dossier: Dossier, *, ministry: bool) -> Iterator[Line]:
    """Yield a dossier's Steps as lines; a firm sees those that are meant for it, and no officer's name.

    What one person did several times in one minute, with the same outcome, is one line that says how often.
    """
    rows = dossier.steps.select_related("by").order_by("n")
    if not ministry:
        rows = rows.exclude(audience=Audience.MINISTRY).prefetch_related("by__role_grants")
    for _same, run in groupby(described(rows, ministry=ministry), key=_alike):
        alike = list(run)
        about = tuple(it for line in alike for it in line.about)
        yield replace(alike[-1], times=len(alike), about=about)


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
            about=tuple(name(step.facts[key]) for key, name in about.items() if key in step.facts),
        )


def what(step: Step) -> str | Promise:
    """Say what was done."""
    module = act_modules().get(step.act)
    told: str | Promise = module.ACT.told if module else step.act
    return told


def _act(name: str) -> str | Promise:
    """Name the act that a proposal's Step is about."""
    module = act_modules().get(name)
    label: str | Promise = module.ACT.label if module else name
    return label


about: dict[str, Callable[[Any], str | Promise]] = {"act": _act}
"""How a Step's fact is named beside what was done, by the fact's key; rooms fill it in."""


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
    if step.subject.startswith("ledger.proposal:"):
        return Outcome(step.after).label if step.after in Outcome.values else step.after
    model = apps.get_model(step.subject.split(":")[0])
    names = [field.name for field in model._meta.get_fields()]
    derived = getattr(model, "derived_status", ())  # the choices of a model whose status no column holds
    choices = dict(model._meta.get_field("status").flatchoices if "status" in names else derived)
    label: str | Promise = choices.get(step.after, step.after)
    return label
