"""Two persons: what both see before the second one says yes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.translation import override

from ledger import chain
from ledger.offers import act_module
from ledger.reading import once

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from ledger.acts import InDossier
    from ledger.errors import Obstacle
    from ledger.models import Proposal


def preview_of(act_name: str, row: InDossier, arguments: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """Return what the act would do, as plain JSON, from the act's own `preview`.

    In Turkish, whoever asks: two persons who read different languages approve one digest.
    """
    with override("tr"):
        preview: dict[str, Any] = act_module(act_name).preview(row, at=at, **arguments)
    return preview


def preview_digest(preview: Mapping[str, Any], arguments: Mapping[str, Any]) -> str:
    """Return the digest that the second person approves: of the preview and the arguments together."""
    return chain.digest(chain.canonical({"preview": preview, "arguments": arguments}))


@dataclass(frozen=True)
class Rebuilt:
    """What a proposal would do by the facts of an instant, and what would refuse its act."""

    preview: Mapping[str, Any]
    obstacles: tuple[Obstacle, ...]
    digest: str


def rebuilt(proposal: Proposal, row: Any, at: datetime) -> Rebuilt:
    """Build a proposal's preview anew with the proposed arguments."""
    preview = preview_of(proposal.act, row, proposal.arguments, at)
    refused = tuple(act_module(proposal.act).obstacles(row, at=at, **proposal.arguments))
    return Rebuilt(preview, refused, preview_digest(preview, proposal.arguments))


@once
def subject_of(proposal: Proposal) -> Any:
    """Return the row that the proposed act is about, under the lock of its dossier."""
    return subjects_of([proposal])[proposal.pk]


def subjects_of(proposals: Iterable[Proposal]) -> dict[int, Any]:
    """Return the row that each proposal is about, by the proposal's key: one question for each kind of row."""
    kinds: defaultdict[str, list[Proposal]] = defaultdict(list)
    for proposal in proposals:
        kinds[act_module(proposal.act).SUBJECT].append(proposal)
    found = {}
    for kind, theirs in kinds.items():
        # whatever a row's name is made of comes with it
        rows = apps.get_model(kind)._default_manager.select_related().in_bulk([it.subject_id for it in theirs])
        for proposal in theirs:
            found[proposal.pk] = row = rows[proposal.subject_id]
            row.dossier = proposal.dossier
    return found
