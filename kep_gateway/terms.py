"""The term that service starts."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from deadlines.models import Deadline, DeadlineStatus
from deadlines.terms import close, open_deadline, open_instant, remind
from kep_gateway.kept_terms import kept
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import Notice
from kep_gateway.opinion import Opinion, evidence_phrase
from law.calendar import CalendarGap
from law.terms import Term, Unit
from ledger.models import Step


def start_term(notice: Notice, held: Opinion, *, step: Step, at: datetime) -> None:
    """Open the term that service starts; where it reaches a year whose holidays are unknown, it waits for that year.

    The evidence and the served day stand meanwhile, and the older twin is cancelled all the same: a newer letter
    counts (clause 3/a).
    """
    with suppress(CalendarGap):
        begin_term(notice, held, step=step, at=at)


def begin_term(notice: Notice, held: Opinion, *, step: Step, at: datetime) -> None:
    """Open the term that a notice carries, once, if the evidence starts it; its older twin in the dossier is cancelled.

    A term in days starts with the served day, a term in hours with the delivery or handing over itself. Each letter
    opens its own term and the newest open one counts (clause 3/a). Called inside an act, the dossier locked.

    Raises:
        CalendarGap: the term reaches a year whose holidays are unknown.
    """
    under_way = notice.status in {NoticeStatus.HANDED_OVER, NoticeStatus.SERVED}
    if notice.term is None or notice.deadline_id is not None or not under_way:
        return
    term, days_before = kept(notice.term)
    if (held.arrived if term.unit is Unit.HOURS else notice.served_on) is None:
        return
    close(notice.dossier, [term.key], DeadlineStatus.CANCELLED, at=at)
    notice.deadline = _opened(notice, term, held, step)
    notice.save(update_fields=["deadline"])
    remind(notice.deadline, days_before, after=at)


def _opened(notice: Notice, term: Term, held: Opinion, step: Step) -> Deadline:
    if term.unit is Unit.HOURS:
        assert held.arrived
        phrase = evidence_phrase(held.arrived)
        return open_instant(notice.dossier, term, start=held.arrived.at, evidence=phrase, step=step)
    assert held.proof
    assert notice.served_on
    phrase = evidence_phrase(held.proof)
    return open_deadline(notice.dossier, term, start=notice.served_on, evidence=phrase, step=step)
