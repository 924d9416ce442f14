from datetime import date, timedelta

import pytest
from django.utils.translation import gettext_lazy as _

from deadlines.extension import extend
from deadlines.models import Deadline, DeadlineStatus
from deadlines.tasks import sweep_due
from deadlines.terms import explained, open_deadline, open_instant, remind
from law.clock import day_end, moved
from law.terms import Term, Unit
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from policies.files import CALENDAR, file_of
from policies.models import PolicyFile

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
MONTH = Term("test", 30, Unit.DAYS, rolls=True, clause="3/a", title=_("test"))


@pytest.fixture
def add(officer, approver):
    """Adds a holiday by two persons."""

    def add(day: str, at):
        arguments = {"day": day, "name": "Özel tatil", "source": "Resmî Gazete"}
        proposal = propose(
            "policies.add_holiday", PolicyFile, file_of(CALENDAR, at=at).pk, by=officer, at=at, arguments=arguments
        )
        approve(proposal.pk, by=approver, at=at)

    return add


@pytest.fixture
def deadline(firm):
    """Thirty days from Wednesday, 18 March: until Friday, 17 April 2026."""
    return open_deadline(firm.dossier, MONTH, start=date(2026, 3, 18), evidence="deneme", step=None)


def test_an_open_term_that_ends_on_the_new_holiday_moves_on(deadline, add, at):
    remind(deadline, [7], after=at)
    add("2026-04-17", at)
    extend()
    deadline.refresh_from_db()
    assert deadline.effective_on == date(2026, 4, 20)
    assert deadline.due_at == day_end(date(2026, 4, 20))
    assert deadline.reminders.get().due_at == deadline.due_at - timedelta(days=7)
    assert "Özel tatil" in explained(deadline)
    step = deadline.dossier.steps.last()
    assert (step.act, step.rule, step.at) == ("deadlines.calendar_extended", "calendar", at)


def test_a_holiday_elsewhere_moves_nothing_and_is_asked_once(deadline, add, at):
    add("2026-04-16", at)
    extend()
    before = deadline.calendar_version
    deadline.refresh_from_db()
    assert deadline.effective_on == date(2026, 4, 17)
    assert deadline.calendar_version != before
    steps = deadline.dossier.head_n
    extend()
    deadline.dossier.refresh_from_db()
    assert deadline.dossier.head_n == steps


def test_terms_that_never_roll_stay(firm, add, at):
    fixed = open_deadline(
        firm.dossier,
        Term("fixed", 30, Unit.DAYS, rolls=False, clause="3/d", title=_("test")),
        start=date(2026, 3, 18),
        evidence="deneme",
        step=None,
    )
    hours = open_instant(
        firm.dossier,
        Term("hours", 24, Unit.HOURS, rolls=False, clause="3/d", title=_("test")),
        start=at,
        evidence="deneme",
        step=None,
    )
    ends = [fixed.due_at, hours.due_at]
    add("2026-04-17", at)
    extend()
    for row in (fixed, hours):
        row.refresh_from_db()
    assert [fixed.due_at, hours.due_at] == ends


def test_a_lost_wake_up_costs_no_firm_a_day(deadline, add, day):
    """The holiday was added in time, but nobody came round until after the old end."""
    add("2026-04-17", day(40))
    with moved(day_end(date(2026, 4, 17)) + timedelta(hours=1)):
        sweep_due()
    deadline.refresh_from_db()
    assert (deadline.status, deadline.effective_on) == (DeadlineStatus.OPEN, date(2026, 4, 20))


def test_a_term_that_was_over_stays_over(deadline, add, at):
    with moved(day_end(date(2026, 4, 17))):
        sweep_due()
    add("2026-04-17", at)
    extend()
    deadline.refresh_from_db()
    assert (deadline.status, deadline.effective_on) == (DeadlineStatus.ELAPSED, date(2026, 4, 17))


def test_a_holiday_entered_after_the_end_extends_nothing(deadline, officer, approver, at, papered):
    late = day_end(date(2026, 4, 17)) + timedelta(hours=1)
    arguments = {"day": "2026-04-17", "name": "Özel tatil", "source": "Resmî Gazete"}
    arguments["document"] = papered(file_of(CALENDAR, at=at).dossier)
    proposal = propose(
        "policies.add_holiday", PolicyFile, file_of(CALENDAR, at=at).pk, by=officer, at=late, arguments=arguments
    )
    approve(proposal.pk, by=approver, at=late)
    extend()
    deadline = Deadline.objects.get(pk=deadline.pk)
    assert deadline.effective_on == date(2026, 4, 17)


def test_working_days_are_counted_past_a_holiday_inside(firm, add, at):
    five = Term("five", 5, Unit.WORKING_DAYS, rolls=False, clause="3/b", title=_("test"))
    deadline = open_deadline(firm.dossier, five, start=date(2026, 3, 2), evidence="deneme", step=None)
    assert deadline.effective_on == date(2026, 3, 9)
    add("2026-03-04", at)
    extend()
    deadline.refresh_from_db()
    assert deadline.effective_on == date(2026, 3, 10)
