"""What an integrator must hold for ever beside its certificate and agreement: until when it does, and the term of it.

Rows that acts of the room write in passing, with the integrator's dossier locked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta

from deadlines.models import Deadline, DeadlineStatus
from deadlines.terms import close_one, open_deadline, open_last_day
from documents.models import Document, DocumentState
from law.clock import day_start, legal_day
from law.explain import date_in_words
from law.terms import Term, Unit
from ledger.models import DossierKind, Step
from registry.ahead import look_ahead
from registry.lifecycle import GroundKind
from registry.models import Concerns, Evidenced, Integrator, Lasting, Obligation, Requirement, Showing
from registry.requirements import set_in_force
from registry.terms import lapses_by_itself, warn_before, with_grace

FIRST_SHOWING = "first_showing"
IN_FORCE = "requirements_in_force"
HOLDING = "holding"
OF_ITS_OWN = frozenset({Evidenced.CERTIFICATE, Evidenced.AGREEMENT, Evidenced.COMMITMENT})
"""What is held through certificates, agreements and commitments, which have rows and terms of their own."""


def lasts_through(requirement: Requirement, dated_on: date, valid_until_on: date | None) -> date | None:
    """Return the last day on which a document holds; None where it holds as long as what it says is so."""
    if requirement.lasts == Lasting.MONTHS:
        return dated_on + relativedelta(months=requirement.months or 0)
    return valid_until_on if requirement.lasts == Lasting.PRINTED else None


def last_day(showing: Showing) -> date | None:
    """Return the last day on which what was shown holds, by the requirement under which it is owed."""
    return lasts_through(showing.obligation.requirement, showing.dated_on, showing.valid_until_on)


def holding(obligation: Obligation, day: date) -> Showing | None:
    """Return the accepted showing that ends last of an unbroken row that covers a day; None where none covers it."""
    accepted = obligation.showings.filter(accepted_at__isnull=False).select_related("obligation__requirement")
    return _covering(accepted, day)


def _covering(accepted: Iterable[Showing], day: date) -> Showing | None:
    found: Showing | None = None
    reach = day
    for showing in sorted(accepted, key=lambda it: (it.dated_on, last_day(it) or date.max)):
        last = last_day(showing) or date.max
        if showing.dated_on <= reach <= last:
            found = showing
            if last == date.max:
                return showing
            reach = last + timedelta(days=1)
    return found


def begin_obligations(integrator: Integrator, *, at: datetime, step: Step) -> list[Obligation]:
    """Open what the set in force wants to be held and this integrator does not owe yet; return it."""
    on = legal_day(at)
    owed = set(integrator.obligations.filter(ended_at=None).values_list("key", flat=True))
    return [_begin(integrator, it, on, step) for it in continuing(on) if it.key not in owed]


def continuing(on: date) -> list[Requirement]:
    """Return what every integrator, or some, must hold by the set in force on a day; without OF_ITS_OWN."""
    found = set_in_force(on)
    if found is None:
        return []
    return [it for it in found.requirements.filter(continues=True) if it.evidenced not in OF_ITS_OWN]


def _begin(integrator: Integrator, requirement: Requirement, on: date, step: Step) -> Obligation:
    obligation = Obligation.objects.create(
        dossier=integrator.dossier,
        integrator=integrator,
        requirement=requirement,
        key=requirement.key,
        began_on=on,
        concerned=True if requirement.concerns == Concerns.EVERY else None,
    )
    if obligation.concerned:
        _shown_when_admitted(obligation, step.at)
        count_holding(obligation, at=step.at, step=step)
    return obligation


def _shown_when_admitted(obligation: Obligation, at: datetime) -> None:
    """Let a document that the approved application was judged by count, where it holds until something changes."""
    integrator = obligation.integrator
    if obligation.requirement.lasts != Lasting.UNTIL_CHANGED:
        return
    applied = {"kind": DossierKind.APPLICATION, "firm": integrator.firm_id, "closed_at": integrator.approved_at}
    judged = Document.objects.filter(kind=obligation.key, state=DocumentState.CLEAN, showing=None)
    document = judged.filter(**{f"dossier__{name}": it for name, it in applied.items()}).order_by("-pk").first()
    if document is not None:
        Showing.objects.create(
            dossier=obligation.dossier,
            obligation=obligation,
            document=document,
            dated_on=legal_day(document.received_at),
            sent_at=document.received_at,
            accepted_at=integrator.approved_at,
        )


def count_holding(obligation: Obligation, *, at: datetime, step: Step) -> Deadline | None:
    """Replace an obligation's running term by the one that follows from what was accepted so far.

    Nothing shown yet: the term to show it for the first time, at whose end persons decide. Shown: its last valid day,
    at whose end the ground of a lapsed document arises, by the policy of the day. Shown without an end, or not of
    concern: no term.
    """
    running = obligation.deadline
    shown = holding(obligation, legal_day(at)) if obligation.concerned else None
    if running is not None and running.status == DeadlineStatus.OPEN:
        close_one(running, DeadlineStatus.MET if shown else DeadlineStatus.CANCELLED, at=at)
    last = None if shown is None else last_day(shown)
    if shown is None:
        obligation.deadline = _first_term(obligation, step) if _to_be_shown(obligation) else None
    elif last is None:
        obligation.deadline = None
    else:
        obligation.deadline = _term_of(obligation, shown, last, at, step)
    obligation.save(update_fields=["deadline"])
    look_ahead(obligation.integrator)
    return obligation.deadline


def _to_be_shown(obligation: Obligation) -> bool:
    """Tell whether it concerns the integrator and nothing has been accepted since then."""
    since = day_start(obligation.began_on)
    return bool(obligation.concerned) and not obligation.showings.filter(accepted_at__gte=since).exists()


def _first_term(obligation: Obligation, step: Step) -> Deadline:
    requirement = obligation.requirement
    term = Term(
        FIRST_SHOWING,
        max(requirement.first_due_days, 1),
        Unit.DAYS,
        rolls=True,
        clause=requirement.clause,
        title=requirement.title_tr,
    )
    version = requirement.requirement_set.version
    evidence = f"belge yükümlülüğünün doğduğu gün, gereklilik seti sürüm {version}"
    deadline = open_deadline(obligation.dossier, term, start=obligation.began_on, evidence=evidence, step=step)
    warn_before(deadline, step.at)
    return deadline


def _term_of(obligation: Obligation, shown: Showing, last: date, at: datetime, step: Step) -> Deadline:
    reach = with_grace(last, at)
    grace = "" if reach == last else ", tanınan ek süreyle"
    deadline = open_last_day(
        obligation.dossier,
        HOLDING,
        obligation.requirement.title_tr,
        clause="2",
        last=reach,
        start=legal_day(at),
        evidence=f"{date_in_words(shown.dated_on)} tarihli belge, son geçerli günü {date_in_words(last)}{grace}",
        step=step,
        arises=GroundKind.DOCUMENT_LAPSED.value if lapses_by_itself(at) else "",
    )
    warn_before(deadline, at)
    return deadline


def stop_term(obligation: Obligation, *, at: datetime) -> None:
    """End the running term of what is not, or no longer, owed: it is no longer needed."""
    running = obligation.deadline
    if running is not None and running.status == DeadlineStatus.OPEN:
        close_one(running, DeadlineStatus.CANCELLED, at=at)
    obligation.deadline = None
    obligation.save(update_fields=["deadline"])
    look_ahead(obligation.integrator)


def end_obligation(obligation: Obligation, *, at: datetime) -> None:
    """Say that something is no longer owed."""
    obligation.ended_at = at
    obligation.save(update_fields=["ended_at"])
    stop_term(obligation, at=at)
