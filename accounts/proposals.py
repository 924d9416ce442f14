"""Proposals as the second person reads them: what the act would do, in words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.functional import Promise
from django.utils.translation import gettext

from accounts.permissions import is_one_of_two
from ledger.actions import approve, propose_anew
from ledger.acts import may
from ledger.errors import Obstacle
from ledger.models import Outcome, Proposal
from ledger.offers import act_module
from ledger.proposing import rebuilt, subject_of, subjects_of
from ledger.templatetags.days import in_figures

if TYPE_CHECKING:
    from accounts.models import User

worded: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {}
"""How the preview of an act is told whose values have words of their own, by the act's name; rooms fill it in."""
CODE = re.compile(r"[a-z][a-z_]*")


@dataclass(frozen=True)
class Told:
    """One line of a preview: a name and a text, or the lines below it."""

    name: str
    text: str = ""
    lines: tuple[Told, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether the lines below are a list of texts without names."""
        return bool(self.lines) and not any(it.name or it.lines for it in self.lines)


@dataclass(frozen=True)
class Shown:
    """One open proposal as one person sees it; `obstacles` is None for whoever cannot be its second person."""

    proposal: Proposal
    label: str | Promise
    subject: str
    lines: tuple[Told, ...]
    obstacles: tuple[Obstacle, ...] | None
    own: bool


def open_proposals(person: User, at: datetime) -> Iterator[Shown]:
    """Yield the proposals that wait, oldest first, of which the person may be the first or the second."""
    waiting = Proposal.objects.filter(outcome=Outcome.OPEN).select_related("dossier", "proposed_by")
    waiting = waiting.prefetch_related("dossier__documents")
    rows = subjects_of(waiting)
    for proposal in waiting:
        row = rows[proposal.pk]
        if is_one_of_two(person, proposal, row):
            second = may(person, proposal.act, row)
            yield Shown(
                proposal=proposal,
                label=act_module(proposal.act).ACT.label,
                subject=str(row),
                lines=_lines(proposal, proposal.preview, _titles(proposal)),
                obstacles=tuple(approve.obstacles(proposal, at=at, by=person)) if second else None,
                own=proposal.proposed_by_id == person.pk,
            )


@dataclass(frozen=True)
class Pair:
    """One name of a preview with what it said then and what it says now; None where it said nothing."""

    name: str
    then: Told | None
    now: Told | None

    @property
    def changed(self) -> bool:
        """Whether it says something else now."""
        return self.then != self.now


@dataclass(frozen=True)
class Compared:
    """A proposal beside what it would do now; `anew` are None, or the obstacles to proposing it anew."""

    proposal: Proposal
    label: str | Promise
    subject: str
    pairs: tuple[Pair, ...]
    obstacles: tuple[Obstacle, ...]
    anew: tuple[Obstacle, ...] | None

    @property
    def changed(self) -> bool:
        """Whether it would do something else now."""
        return bool(self.obstacles) or any(it.changed for it in self.pairs)


def compared(proposal: Proposal, person: User, at: datetime) -> Compared:
    """Return what a proposal would have done when it was made, beside what it would do now."""
    module, row = act_module(proposal.act), subject_of(proposal)
    fresh = rebuilt(proposal, row, at)
    titles = _titles(proposal)
    then = {it.name: it for it in _lines(proposal, _ordered(proposal.preview), titles)}
    now = {it.name: it for it in _lines(proposal, _ordered(fresh.preview), titles)}
    again = (*propose_anew.obstacles(proposal, at=at, digest=fresh.digest), *fresh.obstacles)
    return Compared(
        proposal=proposal,
        label=module.ACT.label,
        subject=str(row),
        pairs=tuple(Pair(name, then.get(name), now.get(name)) for name in {**then, **now}),
        obstacles=fresh.obstacles,
        anew=again if may(person, module.ACT.propose, row) else None,
    )


def _ordered(preview: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a preview with its names in one order: a database keeps JSON in an order of its own."""
    ordered: Mapping[str, Any] = json.loads(json.dumps(preview, sort_keys=True, cls=DjangoJSONEncoder))
    return ordered


def told_of(act: str, preview: Mapping[str, Any]) -> tuple[Told, ...]:
    """Return the preview of an act as lines, in the words of its room."""
    return told(worded.get(act, dict)(preview))


def _lines(proposal: Proposal, preview: Mapping[str, Any], titles: Mapping[str, str]) -> tuple[Told, ...]:
    """Return what a proposal would do as lines; a document of the dossier is named by its title."""
    shown = worded.get(proposal.act, dict)(preview) if preview else {}
    return told(_titled(shown, titles))


def _titles(proposal: Proposal) -> dict[str, str]:
    return {it.sha256: it.title for it in proposal.dossier.documents.all()}


def _titled(value: Any, titles: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        return {key: _titled(it, titles) for key, it in value.items()}
    if isinstance(value, list):
        return [_titled(it, titles) for it in value]
    return titles.get(value, value) if isinstance(value, str) else value


def told(preview: Mapping[str, Any]) -> tuple[Told, ...]:
    """Return a preview's JSON as lines to read; empty values are left out."""
    return tuple(_line(words(key), value) for key, value in preview.items() if value not in ("", []))


def words(code: str) -> str:
    """Return the words of a name in code, such as a key of a preview or a policy's value; any other text as it is."""
    return gettext(code.replace("_", " ")) if CODE.fullmatch(code) else code


def _line(name: str, value: Any) -> Told:
    if isinstance(value, Mapping):
        return Told(name, lines=told(value))
    if isinstance(value, list):
        return Told(name, lines=tuple(_line("", item) for item in value))
    if isinstance(value, bool) or value is None:
        return Told(name, gettext({True: "yes", False: "no", None: "none"}[value]))
    return Told(name, in_figures(words(str(value))))
