"""Two persons give a policy another value from a day on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from law.clock import legal_day
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience
from policies.catalogue import CATALOGUE, shown
from policies.conditions import day_in, is_day, is_written
from policies.models import Policy, PolicyFile
from policies.queries import value as value_on

if TYPE_CHECKING:
    from accounts.models import User
    from ledger.models import Proposal

ACT = Act(
    "policies.set_policy",
    _("Set a policy"),
    follows=_("Terms that run already keep the value of the day on which they began."),
    done=_("Policy set"),
    audience=Audience.MINISTRY,
    two_persons=True,
)
SUBJECT = "policies.PolicyFile"


def obstacles(
    file: PolicyFile,
    *,
    at: datetime,
    value: Any = None,
    in_force_from: str | None = None,
    citation: str | None = None,
) -> Iterator[Obstacle]:
    """Yield why a value cannot be set: no such policy, a value it cannot have, a day in the past, no citation."""
    if file.key not in CATALOGUE:
        yield Obstacle("no_policy", _("There is no such policy."))
        return
    if in_force_from is None or citation is None:
        return
    yield from _fits(file.key, value)
    yield from is_day("in_force_from", in_force_from)
    start = day_in(in_force_from)
    if start is not None and start < legal_day(at):
        message = _("A policy comes into force today at the earliest: terms that run keep theirs.")
        yield Obstacle("in_the_past", message, field="in_force_from")
    yield from is_written("citation", citation)


def _fits(key: str, value: Any) -> Iterator[Obstacle]:
    try:
        CATALOGUE[key].check(value)
    except ValidationError as error:
        yield Obstacle("bad_value", error.messages[0], field="value")


def preview(file: PolicyFile, *, at: datetime, value: Any, in_force_from: str, citation: str) -> dict[str, Any]:
    """Return the value of now and the one to come."""
    present = value_on(file.key, legal_day(at))
    return {
        "policy": file.key,
        "from": shown(present),
        "to": shown(value),
        "in_force_from": in_force_from,
        "citation": citation,
    }


def set_policy(
    file_id: int,
    *,
    by: User,
    at: datetime,
    value: Any,
    in_force_from: str,
    citation: str,
    proposal: Proposal | None = None,
    seen: int | None = None,
) -> Policy:
    """Write a policy's new value; terms that started before its day keep the old one.

    Raises:
        NotAllowed: no approver. Refused: no approved proposal, a bad value, a day in the past, no citation.
    """
    with acting():
        file = lock(PolicyFile, file_id)
        found = obstacles(file, at=at, value=value, in_force_from=in_force_from, citation=citation)
        refuse(ACT, file, found, by=by, seen=seen, proposal=proposal)
        policy = Policy.objects.create(
            key=file.key,
            value=value,
            in_force_from=date.fromisoformat(in_force_from),
            citation=citation.strip(),
            dossier=file.dossier,
            decided_at=at,
        )
        facts = {"policy": policy.key, "row": policy.pk, "value": value, "in_force_from": in_force_from}
        record(ACT, file, by=by, at=at, facts=facts)
    return policy
