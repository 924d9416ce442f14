"""Proposals as the second person reads them: what the act would do, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django.utils.translation import gettext

from accounts.permissions import is_one_of_two
from ledger.actions import approve
from ledger.acts import may
from ledger.errors import Obstacle
from ledger.models import Outcome, Proposal
from ledger.offers import act_module
from ledger.proposing import subjects_of
from ledger.templatetags.days import in_figures

if TYPE_CHECKING:
    from accounts.models import User

CODE = re.compile(r"[a-z][a-z_]*")


@dataclass(frozen=True)
class Told:
    """One line of a preview: a name and a text, or the lines below it."""

    name: str
    text: str = ""
    lines: tuple[Told, ...] = ()


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
    waiting = list(Proposal.objects.filter(outcome=Outcome.OPEN).select_related("dossier", "proposed_by"))
    rows = subjects_of(waiting)
    for proposal in waiting:
        row = rows[proposal.pk]
        if is_one_of_two(person, proposal, row):
            second = may(person, proposal.act, row)
            yield Shown(
                proposal=proposal,
                label=act_module(proposal.act).ACT.label,
                subject=str(row),
                lines=told(_worded(proposal)),
                obstacles=tuple(approve.obstacles(proposal, at=at, by=person)) if second else None,
                own=proposal.proposed_by_id == person.pk,
            )


def _worded(proposal: Proposal) -> Mapping[str, Any]:
    """Return a proposal's preview; an act whose values have words of their own says them itself."""
    module, preview = act_module(proposal.act), proposal.preview
    told: Mapping[str, Any] = module.worded(preview) if hasattr(module, "worded") else preview
    return told


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
