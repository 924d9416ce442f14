"""What both persons see before the second one says yes: the list's entry before and after, letters, terms, secrets.

Holds no instants and counts nothing from today: a preview made on one day says the same when it is approved on another,
and says something else as soon as a fact behind it is another. Last days of terms that run are facts of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from deadlines.left import last_day
from deadlines.models import Deadline, DeadlineStatus
from kep_gateway.kept_terms import kept
from kep_gateway.letters import Text, worded
from kep_gateway.models import Notice
from law.terms import Term
from registry.hooks import consequences_of
from registry.lifecycle import CLAUSE_OF, GroundKind, Standing
from registry.models import Ground, Integrator
from registry.notices import VALIDITY_RENEWED
from registry.publication import grounds_public
from registry.queries import facts_of, ground_facts, with_grounds
from registry.standing import GroundFacts, IntegratorFacts, history
from registry.terms import Validity
from registry.validity import said_of

EVERY = "*"
"""Stands for every term of the dossier, where a whole matter ends."""


@dataclass(frozen=True)
class Effect:
    """What an act does beside its letters: the facts that the standing is then derived from, terms and secrets.

    `stops` are keys of running terms, or EVERY. `starts` is what then begins, as `through()` and `counted()` spell it.
    """

    facts: IntegratorFacts
    stops: Collection[str] = ()
    starts: Sequence[dict[str, Any]] = ()
    revokes: bool = False


def previewed(integrator: Integrator, texts: Iterable[Text], effect: Effect, *, at: datetime) -> dict[str, Any]:
    """Return the preview of an act that may change the standing; the first of its letters is shown in full."""
    told = list(texts)
    before, after = _listed(_facts(integrator), at), _listed(effect.facts, at)
    return {
        "firm": integrator.firm.legal_name,
        "list": {"before": before, "after": after},
        "notices": [told_by(text, at) for text in told],
        "letter": told[0].shown,
        "terms": _terms(integrator, effect, at),
        "secrets": _live_secrets(integrator) if effect.revokes else [],
        "consequences": consequences_of(integrator, _standing(after), at),
    }


def with_ground(integrator: Integrator, kind: GroundKind, at: datetime) -> IntegratorFacts:
    """Return the facts once one more ground has arisen."""
    facts = _facts(integrator)
    return replace(facts, grounds=(*facts.grounds, GroundFacts(kind.value, CLAUSE_OF[kind], at)))


def without_ground(integrator: Integrator, ground: Ground) -> IntegratorFacts:
    """Return the facts as if one ground were absent."""
    facts, absent = _facts(integrator), ground_facts(ground)
    return replace(facts, grounds=tuple(it for it in facts.grounds if it != absent))


def unstayed(integrator: Integrator, ground: Ground) -> IntegratorFacts:
    """Return the facts once no court stays a ground any more."""
    facts, stayed = _facts(integrator), ground_facts(ground)
    return replace(facts, grounds=tuple(replace(it, stays=()) if it == stayed else it for it in facts.grounds))


def remedied(integrator: Integrator) -> IntegratorFacts:
    """Return the facts once every ground is closed and a certificate carries the integrator."""
    return replace(_facts(integrator), grounds=(), active_until=None, next_ground="")


def ended(integrator: Integrator, at: datetime) -> IntegratorFacts:
    """Return the facts once the integrator has ended."""
    return replace(_facts(integrator), ended_at=at)


def through(title: str, last: date) -> dict[str, Any]:
    """Spell a term whose last valid day is a fact of its own."""
    return {"title": title, "last": last.isoformat()}


def counted(term: Term) -> dict[str, Any]:
    """Spell a term that is counted only once it begins: from which day it is, nobody knows before."""
    return {"title": str(term.title), "length": term.length, "unit": term.unit.value}


def carried_on(integrator: Integrator, validity: Validity) -> Text:
    """Return the letter that goes out besides where a certificate carries the integrator on."""
    return worded(VALIDITY_RENEWED, integrator, **said_of(validity))


def told_by(text: Text, at: datetime) -> dict[str, Any]:
    """Spell a letter's way: to whom, by which means and where, and the term that its service opens."""
    means, address = text.way(at)
    opens = text.opens(at)
    return {
        "subject": text.kind.subject,
        "to": text.firm.legal_name,
        "means": means.value,
        "address": address,
        "opens": counted(opens) if opens else None,
    }


def _facts(integrator: Integrator) -> IntegratorFacts:
    return facts_of(with_grounds(integrator))


def _listed(facts: IntegratorFacts, at: datetime) -> dict[str, str | None] | None:
    """Return what the list's entry says of the standing, as its JSON does; None for a firm that is not on it."""
    piece = history(facts, at)[-1]
    if piece.standing not in {Standing.ACTIVE, Standing.PASSIVE}:
        return None
    clause, ground = (piece.clause, piece.ground) if grounds_public(at) else (None, None)
    return {"standing": piece.standing.value, "clause": clause, "ground": ground}


def _standing(listed: dict[str, str | None] | None) -> Standing:
    return Standing.ENDED if listed is None else Standing(listed["standing"] or "")


def _terms(integrator: Integrator, effect: Effect, at: datetime) -> dict[str, list[dict[str, Any]]]:
    """Return which running terms stop, start and go on; one that is over is none, recorded or not."""
    running = Deadline.objects.filter(dossier=integrator.dossier_id, status=DeadlineStatus.OPEN, reminds=None)
    stop, go_on = list[dict[str, Any]](), list[dict[str, Any]]()
    for it in running.filter(due_at__gt=at).order_by("due_at", "pk"):
        stops = EVERY in effect.stops or it.term in effect.stops
        (stop if stops else go_on).append(through(it.title, it.effective_on or last_day(it.due_at)))
    if EVERY in effect.stops:
        waiting = Notice.objects.filter(dossier=integrator.dossier_id, deadline=None, term__isnull=False).order_by("pk")
        stop += [counted(kept(it.term)[0]) for it in waiting if it.term]
    return {"stop": stop, "start": list(effect.starts), "go_on": go_on}


def _live_secrets(integrator: Integrator) -> list[str]:
    return [f"…{it.tail}" for it in integrator.secrets.filter(revoked_at=None).order_by("pk")]
