"""The grammar of an act: lock - refuse - change - record - tell.

Everything that changes a lifecycle is one plain function in one file under `actions/`. This module holds what the
first, second and fourth line are made of; the third and fifth belong to the act.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, OperationalError, models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed
from rules.permissions import has_perm

from law.calendar import CalendarGap
from law.clauses import clause
from law.clock import now
from ledger import chain
from ledger.errors import NotAllowed, Obstacle, Refused, TryLater
from ledger.lasting import lasting
from ledger.models import Audience, Dossier, Outcome, Proposal, Step
from ledger.reading import asking_anew
from ledger.signals import moved

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Rule:
    """A system rule as the author of a Step: its name and nothing else; never a person's stand-in, it holds no role."""

    name: str
    roles: ClassVar[frozenset[str]] = frozenset()


@dataclass(frozen=True)
class Act:
    """What an act is called and under which rules it stands; the function of the same name does it.

    `name` is `<app>.<function>`, and also the name of its permission. `label` is what its button says, `done` what a
    history says of it afterwards; the label of an act that only a rule does says that itself. `arrow` names the method
    that moves the status, empty where the act moves none. `rules` are the system rules that may do it. `two_persons`
    acts run only from an approved Proposal; `propose` is then the permission of the first person and `name` that of
    the second. `follows` says before it is done what will happen, who is told and which day begins; pages show it at
    the button.
    """

    name: str
    label: str | Promise
    clause: str = ""
    arrow: str = ""
    audience: Audience = Audience.FIRM
    rules: frozenset[str] = field(default_factory=frozenset)
    two_persons: bool = False
    done: str | Promise = ""
    follows: str | Promise = ""

    def __post_init__(self) -> None:
        """Refuse a clause that the circular does not have."""
        if self.clause:
            clause(self.clause)

    @property
    def told(self) -> str | Promise:
        """What a history says: what was done."""
        return self.done or self.label

    @property
    def propose(self) -> str:
        """The permission to be the first of two persons."""
        return f"{self.name}:propose"


class InDossier(Protocol):
    """Any row that hangs in a dossier."""

    pk: Any

    @property
    def dossier(self) -> Any:
        """The row's own dossier, or that of the firm it belongs to."""


R = TypeVar("R", bound=models.Model)


@contextmanager
def acting() -> Iterator[None]:
    """Run an act in one transaction; a database's objection becomes an answer. What `lasts` outlasts a refusal.

    Raises:
        Refused: a constraint or a uniqueness of the database said no (`conflict`); a term reaches a year whose
            holidays are unknown (`calendar_gap`).
        TryLater: a lock was not to be had in time.
    """
    with lasting(), _answering(), asking_anew(), transaction.atomic():
        yield


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        raise Refused([Obstacle("conflict", _("Somebody else did this at the same moment. Look again."))]) from error
    except CalendarGap as gap:
        raise Refused([Obstacle("calendar_gap", gap.text)]) from gap
    except OperationalError as error:
        raise TryLater(str(error)) from error


def lock_dossier(dossier_id: int) -> Dossier:
    """Take the dossier's lock until the end of the transaction. Always the first lock of an act."""
    return Dossier.objects.select_for_update(of=("self",), no_key=True).get(pk=dossier_id)


def lock(model: type[R], pk: object) -> R:
    """Lock the row's dossier, then read the row: what it says now nobody can change until we are done.

    Raises:
        model.DoesNotExist: no such row.
    """
    manager = model._default_manager
    dossier_id = manager.values_list("dossier_id", flat=True).get(pk=pk)
    assert dossier_id is not None
    dossier = lock_dossier(dossier_id)
    row = manager.get(pk=pk)
    row.dossier = dossier  # type: ignore[attr-defined]  # every lockable row has one; the bound cannot say so
    return row


def lock_dossiers(ids: Iterable[int]) -> None:
    """Lock several dossiers, always in the order of their ids, so that two acts never wait for each other."""
    for dossier_id in sorted(set(ids)):
        lock_dossier(dossier_id)


def may(by: User | Rule, permission: str, row: object = None) -> bool:
    """Tell whether a person has a permission on a row. Superusers are asked like everyone."""
    return not isinstance(by, Rule) and by.is_active and bool(has_perm(permission, by, row))


def allowed(act: Act, by: User | Rule, row: object) -> bool:
    """Tell whether the actor has the right to the act, whatever the matter's state."""
    if isinstance(by, Rule):
        return by.name in act.rules
    return may(by, act.name, row)


def blocked(act: Act, row: object) -> Iterator[Obstacle]:
    """Yield the obstacle of a status from which no arrow leads where the act goes."""
    if act.arrow and not can_proceed(getattr(row, act.arrow)):
        status = row.get_status_display()  # type: ignore[attr-defined]  # Django makes it for a field with choices
        yield Obstacle("status", _("Not possible while the status is “%(status)s”.") % {"status": status}, act.clause)


def refuse(
    act: Act,
    row: InDossier | None,
    obstacles: Iterable[Obstacle] = (),
    *,
    by: User | Rule,
    seen: int | None = None,
    proposal: Proposal | None = None,
) -> None:
    """Raise with all reasons at once, or let the act go on.

    `row` is None for an act that makes the row. `seen` is the number of the last Step that the person had before
    them; None where no page was drawn.

    Raises:
        NotAllowed: the actor has no right to the act.
        Refused: any obstacle; `since` lists what happened after `seen`.
    """
    if not allowed(act, by, row):
        raise NotAllowed([Obstacle("not_allowed", _("You have no authority for this."), act.clause)])
    found = list(blocked(act, row)) if row is not None else []
    since: list[Step] = []
    if row is not None and seen is not None and seen != row.dossier.head_n:
        since = list(row.dossier.steps.filter(n__gt=seen))
        found.append(Obstacle("stale", _("The matter has changed since you opened this page.")))
    if act.two_persons and not _covers(proposal, act, row, by):
        found.append(Obstacle("second_person", _("This needs a proposal that a second person has approved.")))
    found.extend(obstacles)
    if found:
        raise Refused(found, since=since)


def _covers(proposal: Proposal | None, act: Act, row: InDossier | None, by: User | Rule) -> bool:
    return (
        proposal is not None
        and row is not None
        and not isinstance(by, Rule)
        and (proposal.act, proposal.subject_id) == (act.name, row.pk)
        and proposal.outcome == Outcome.APPROVED
        and proposal.decided_by_id == by.pk != proposal.proposed_by_id
    )


def record(
    act: Act,
    row: InDossier,
    *,
    by: User | Rule,
    at: datetime,
    before: str = "",
    after: str | None = None,
    ground: str = "",
    facts: Mapping[str, Any] | None = None,
    documents: Sequence[str] = (),
    clause: str | None = None,
) -> Step:
    """Write the Step of an act into its dossier, which must be locked.

    `at` is the legal instant; `facts` holds references, dates and digests (never personal data); `documents` the
    SHA-256 of the documents that the author saw. Whoever listens to `moved` hears of it in the same transaction.
    """
    dossier = _with_head(row)
    step = Step(
        dossier=dossier,
        n=dossier.head_n + 1,
        act=act.name,
        subject=f"{row._meta.label_lower}:{row.pk}",  # type: ignore[attr-defined]  # every row is a Django model
        before=before,
        after=str(getattr(row, "status", "")) if after is None else after,
        **_author(by),
        at=at,
        recorded_at=now(),
        clause=act.clause if clause is None else clause,
        ground=ground,
        audience=act.audience,
        facts=_plain(facts or {}),
        documents=sorted(documents),
        previous=dossier.head_digest,
    )
    _append(step, dossier)
    moved.send(sender=type(row), step=step, row=row)
    return step


def _with_head(row: InDossier) -> Dossier:
    """Return the row's dossier as it is now: an act of a lower room may have written a Step since we locked it."""
    dossier: Dossier = row.dossier
    dossier.refresh_from_db(fields=["head_n", "head_digest"])
    return dossier


def _append(step: Step, dossier: Dossier) -> None:
    chain.bind(step, dossier.number)
    step.save(force_insert=True)
    dossier.head_n, dossier.head_digest = step.n, step.digest
    dossier.save(update_fields=["head_n", "head_digest"])


def _author(by: User | Rule) -> dict[str, Any]:
    return {"rule": by.name} if isinstance(by, Rule) else {"by": by}


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts as JSON gives them back, so that the canonical text and the column agree."""
    plain: dict[str, Any] = json.loads(json.dumps(facts, cls=DjangoJSONEncoder))
    return plain
