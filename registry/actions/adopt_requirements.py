"""Two persons bring the next shipped requirement set into force from a day; running applications keep theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from deadlines.terms import open_last_day
from law.clock import legal_day
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience
from policies.conditions import day_in, is_day, is_written
from policies.files import REQUIREMENTS
from policies.models import PolicyFile
from registry.bulk import duties_ahead
from registry.obligations import IN_FORCE
from registry.requirements import by_key, newest_set, next_version, store

if TYPE_CHECKING:
    from accounts.models import User
    from ledger.models import Proposal
    from registry.models import RequirementSet

ACT = Act(
    "registry.adopt_requirements",
    _("Bring the next requirement set into force"),
    done=_("Next requirement set brought into force"),
    clause="3/a",
    audience=Audience.MINISTRY,
    two_persons=True,
)
SUBJECT = "policies.PolicyFile"


def obstacles(
    file: PolicyFile, *, at: datetime, in_force_from: str | None = None, citation: str | None = None
) -> Iterator[Obstacle]:
    """Yield why no set comes into force: none is shipped, no day, one past or before the newest set's, no source."""
    if file.key != REQUIREMENTS:
        yield Obstacle("other_file", _("This is not the file of the requirement sets."))
    if next_version() is None:
        yield Obstacle("none_shipped", _("This version of the software brings no further requirement set."))
    if in_force_from is None or citation is None:
        return
    yield from is_day("in_force_from", in_force_from)
    newest, start = newest_set(), day_in(in_force_from)
    if start is not None and start < legal_day(at):
        message = _("A requirement set comes into force today at the earliest.")
        yield Obstacle("in_the_past", message, field="in_force_from")
    if start is not None and newest is not None and start < newest.in_force_from:
        message = _("The set before it comes into force on a later day.")
        yield Obstacle("before_newest", message, field="in_force_from")
    yield from is_written("citation", citation)


def preview(file: PolicyFile, *, at: datetime, in_force_from: str, citation: str) -> dict[str, Any]:
    """Return the version, its day and source, what it wants more, no longer, or in other words, and of whom."""
    version = next_version()
    assert version is not None
    before, after = by_key(version - 1), by_key(version)
    return {
        "version": version,
        "in_force_from": in_force_from,
        "citation": citation,
        "adds": [it.title_tr for key, it in after.items() if key not in before],
        "drops": [it.title_tr for key, it in before.items() if key not in after],
        "changes": [it.title_tr for key, it in after.items() if key in before and before[key] != it],
        **duties_ahead(version, at),
    }


def adopt_requirements(
    file_id: int,
    *,
    by: User,
    at: datetime,
    in_force_from: str,
    citation: str,
    proposal: Proposal | None = None,
    seen: int | None = None,
) -> RequirementSet:
    """Store the next shipped set; applications that begin from its day on are measured by it, integrators owe it.

    Raises:
        NotAllowed: no approver. Refused: see `obstacles`, or no proposal that a second person approved.
    """
    with acting():
        file = lock(PolicyFile, file_id)
        found = obstacles(file, at=at, in_force_from=in_force_from, citation=citation)
        refuse(ACT, file, found, by=by, seen=seen, proposal=proposal)
        version = next_version()
        assert version is not None
        made = store(version, in_force_from=date.fromisoformat(in_force_from), citation=citation.strip())
        step = record(ACT, file, by=by, at=at, facts={"version": made.version, "in_force_from": in_force_from})
        open_last_day(
            file.dossier,
            IN_FORCE,
            f"Gereklilik seti sürüm {made.version} yürürlüğe girer",
            clause=ACT.clause,
            last=made.in_force_from - timedelta(days=1),
            start=legal_day(at),
            evidence="yürürlük günü, iki kişinin kararı",
            step=step,
        )
    return made
