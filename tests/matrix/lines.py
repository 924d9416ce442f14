"""What a line of the table says, and what several lines say alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.matrix.country import FIRMS, ROLES
from tests.matrix.stage import Scene

Codes = frozenset[str]
OWN = frozenset({"own"})
OFFICER = frozenset({"officer"})
APPROVERS = frozenset({"approver", "signatory"})
DESK = OFFICER | APPROVERS
SIGNATORY = frozenset({"signatory"})
ADMINISTRATOR = frozenset({"administrator"})
NOBODY: frozenset[str] = frozenset()
ANYBODY = frozenset(ROLES)
WITHOUT_ROLE = frozenset(FIRMS)


@dataclass(frozen=True)
class Line:
    """One act: on which kind of row, who, with what, and where it is refused although person and arrow would do.

    `refused` holds by state the exact codes, `refused_to` the same for one role in one state, `closed` the roles that
    lose their right in a state. `rules` are the system rules that may do it; `also` the acts of lower rooms that write
    their own Step with it, `times` how many Steps of its own name a done act writes, `times_in` where a state has others.
    `first` are the roles that may propose an act of two persons, `who` then those that may approve it, `alone` the states
    in which no second one is left.
    """

    on: str
    who: frozenset[str]
    refused: Mapping[str, set[str]] = field(default_factory=dict)
    refused_to: Mapping[tuple[str, str], set[str]] = field(default_factory=dict)
    closed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    given: Callable[[Scene], dict[str, Any]] = lambda here: {}
    rules: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    times: int = 1
    times_in: Mapping[str, int] = field(default_factory=dict)
    first: frozenset[str] = NOBODY
    alone: frozenset[str] = NOBODY


def everywhere(codes: set[str], *states: str) -> dict[str, set[str]]:
    """Return the same codes for several states."""
    return dict.fromkeys(states, codes)


DECIDED = everywhere({"decided"}, "approved", "withdrawn", "rejected")
NOT_THEIRS = everywhere({"with_the_ministry"}, "submitted", "under_review", "suitable") | DECIDED
HIDDEN = {"draft": DESK | ADMINISTRATOR | {"inspector", "auditor"}}
"""The ministry sees an application from its submission on."""
NOT_REVIEWED = everywhere(
    {"not_under_review"}, "submitted", "deficient", "suitable", "approved", "withdrawn", "rejected"
)
NO_LONGER = {"ended": OWN}
"""Nobody acts for a firm that has ended."""
GONE = {"ended": {"firm_ended"}}
