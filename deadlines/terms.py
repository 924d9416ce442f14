"""Opening and closing deadlines: rows that an act writes in its own transaction, with the dossier locked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import override

from deadlines.models import Deadline, DeadlineStatus
from law.clauses import clause as circular
from law.clock import day_end
from law.due import Due, Rolled, as_json, due, due_instant
from law.explain import date_in_words, explain, explain_instant
from law.terms import Term, Unit
from ledger.models import Dossier, Step
from policies.queries import calendar, counting

REMINDER = "reminder"


def open_deadline(
    dossier: Dossier, term: Term, *, start: date, evidence: str, step: Step | None, arises: str = ""
) -> Deadline:
    """Open a term in days, months or working days: counted once, by the policy and calendar of the start day.

    `evidence` is a Turkish phrase that says what proves the start, `arises` what arises by itself at an unmet end.

    Raises:
        CalendarGap: the term reaches a year whose holidays are unknown.
    """
    rule, days = counting(start), calendar()
    counted = due(start, term, days, rule)
    return Deadline.objects.create(
        **_shape(dossier, term, evidence, step),
        start_on=start,
        raw_on=counted.raw,
        effective_on=counted.effective,
        rolled=as_json(counted)["rolled"],
        due_at=counted.at,
        policy={"half_days_close": rule.half_days_close},
        calendar_version=days.version,
        arises=arises,
    )


def open_instant(dossier: Dossier, term: Term, *, start: datetime, evidence: str, step: Step | None) -> Deadline:
    """Open a term in hours, which never rolls."""
    ends = due_instant(start, term)
    return Deadline.objects.create(**_shape(dossier, term, evidence, step), start_at=start, due_at=ends)


def open_last_day(
    dossier: Dossier,
    key: str,
    title: str,
    *,
    clause: str,
    last: date,
    start: date,
    evidence: str,
    step: Step | None,
    arises: str = "",
) -> Deadline:
    """Open a term whose last valid day is a fact of its own, such as a certificate's; it never rolls."""
    return Deadline.objects.create(
        dossier=dossier,
        term=key,
        title=title,
        clause=clause,
        length=0,
        unit=Unit.DAYS,
        rolls=False,
        evidence=evidence,
        opened_by=step,
        start_on=start,
        raw_on=last,
        effective_on=last,
        due_at=day_end(last),
        arises=arises,
    )


def remind(deadline: Deadline, days_before: Iterable[int], *, after: datetime, term: str = REMINDER) -> None:
    """Open a reminder so many days before a deadline ends, each at 00:00 of its day; days already past are left out.

    A reminder is a courtesy e-mail, or what the room runs at the end of a `term` of its own. It goes with its deadline.
    """
    room = deadline.due_at - after
    for days in days_before:
        if days <= room.days and (at := deadline.due_at - timedelta(days=days)) > after:
            Deadline.objects.create(
                dossier=deadline.dossier,
                term=term,
                title=deadline.title,
                clause=deadline.clause,
                length=days,
                unit=Unit.DAYS,
                rolls=False,
                start_at=after,
                evidence=deadline.evidence,
                due_at=at,
                reminds=deadline,
                opened_by=deadline.opened_by,
            )


def close(dossier: Dossier, terms: Iterable[str], status: DeadlineStatus, *, at: datetime) -> None:
    """Close the open deadlines of some terms in a locked dossier, and their reminders."""
    for deadline in Deadline.objects.filter(dossier=dossier, term__in=list(terms), status=DeadlineStatus.OPEN):
        close_one(deadline, status, at=at)


def close_all(dossier: Dossier, status: DeadlineStatus, *, at: datetime) -> None:
    """Close every open deadline in a locked dossier: its matter has ended."""
    running = Deadline.objects.filter(dossier=dossier, status=DeadlineStatus.OPEN).filter(reminds=None)
    for deadline in running:
        close_one(deadline, status, at=at)


def close_one(deadline: Deadline, status: DeadlineStatus, *, at: datetime) -> None:
    """Close one open deadline and cancel its reminders; its dossier must be locked."""
    deadline.status, deadline.closed_at = status, at
    deadline.save(update_fields=["status", "closed_at"])
    for reminder in deadline.reminders.filter(status=DeadlineStatus.OPEN):
        reminder.status, reminder.closed_at = DeadlineStatus.CANCELLED, at
        reminder.save(update_fields=["status", "closed_at"])


def move_end(deadline: Deadline, counted: Due, version: str) -> None:
    """Give an open deadline the end of a new count; its reminders keep their distance to it."""
    moved = counted.at - deadline.due_at
    deadline.raw_on, deadline.effective_on, deadline.due_at = counted.raw, counted.effective, counted.at
    deadline.rolled, deadline.calendar_version = as_json(counted)["rolled"], version
    deadline.save()
    for reminder in deadline.reminders.filter(status=DeadlineStatus.OPEN):
        reminder.due_at += moved
        reminder.save(update_fields=["due_at"])


def hold_end(deadline: Deadline, last: date, reason: str) -> None:
    """Let a term whose last day is a fact of its own end later than that day, or not later any more; `raw_on` stays.

    `reason` says in Turkish what it waits for. Reminders keep their days: they tell of the fact's own last day.
    """
    assert deadline.raw_on
    deadline.effective_on, deadline.due_at = last, day_end(last)
    deadline.rolled = [{"date": last.isoformat(), "reason": reason}] if last > deadline.raw_on else []
    deadline.save(update_fields=["effective_on", "due_at", "rolled"])


def explained(deadline: Deadline) -> str:
    """Return the Turkish sentence that says why the deadline ends when it ends, from what its row kept."""
    if deadline.effective_on and not deadline.length:
        assert deadline.raw_on
        last, cited = date_in_words(deadline.raw_on), circular(deadline.clause).cited
        own = f"{cited} uyarınca son geçerli gün {last} günüdür (dayanak: {deadline.evidence}); "
        if deadline.effective_on > deadline.raw_on:
            return f"{own}{deadline.rolled[0]['reason']}: {date_in_words(deadline.effective_on)} günü sonunda biter."
        return f"{own}gün sonunda biter."
    if deadline.start_on:
        return explain(as_counted(deadline), evidence=deadline.evidence)
    assert deadline.start_at
    return explain_instant(deadline.start_at, deadline.as_term, deadline.due_at, evidence=deadline.evidence)


def as_counted(deadline: Deadline) -> Due:
    """Return the count as the row kept it, whatever policy and calendar say today."""
    assert deadline.start_on
    assert deadline.raw_on
    assert deadline.effective_on
    rolled = tuple(Rolled(date.fromisoformat(it["date"]), it["reason"]) for it in deadline.rolled)
    return Due(deadline.start_on, deadline.as_term, deadline.raw_on, deadline.effective_on, rolled)


def _shape(dossier: Dossier, term: Term, evidence: str, step: Step | None) -> dict[str, Any]:
    with override("tr"):
        title = str(term.title)
    return {
        "dossier": dossier,
        "term": term.key,
        "title": title,
        "clause": term.clause,
        "length": term.length,
        "unit": term.unit,
        "rolls": term.rolls,
        "evidence": evidence,
        "opened_by": step,
    }
