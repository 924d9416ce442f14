"""Deadlines as rows: counted once, explained ever after, moved by two acts only."""

from datetime import UTC, date, datetime, timedelta

import pytest

from conftest import T0
from deadlines.actions.calendar_extended import calendar_extended
from deadlines.actions.elapse import elapse
from deadlines.actions.service_corrected import service_corrected
from deadlines.extension import extend
from deadlines.models import DeadlineStatus
from deadlines.sweeper import SWEEPER, sweep
from deadlines.terms import as_counted, close, explained, open_deadline, open_instant, open_last_day, remind
from deadlines.tests.conftest import DAYS, HOURS, SERVED, WORKING
from law.calendar import CalendarGap
from law.clock import day_end
from ledger.acts import Rule, acting
from ledger.errors import NotAllowed, Refused
from ledger.models import Step
from ledger.signals import moved
from policies.models import CalendarDay

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
CALENDAR = Rule("calendar")


def holiday(day: date, *, half: bool = False) -> None:
    CalendarDay.objects.create(day=day, name="Deneme tatili", half=half, source="deneme", added_at=T0)


def codes(call) -> frozenset[str]:
    with pytest.raises(Refused) as refused:
        call()
    return refused.value.codes


def test_a_term_is_counted_once_and_keeps_how(opened):
    deadline = opened()
    assert (deadline.raw_on, deadline.effective_on) == (date(2026, 3, 19), date(2026, 3, 23))
    assert deadline.due_at == datetime(2026, 3, 23, 21, 0, tzinfo=UTC)  # 00:00 of the 24th in Istanbul
    assert [it["date"] for it in deadline.rolled] == ["2026-03-19", "2026-03-20", "2026-03-21", "2026-03-22"]
    assert deadline.policy == {"half_days_close": True}
    assert deadline.calendar_version
    assert as_counted(deadline).effective == deadline.effective_on


def test_the_policy_of_the_start_day_counts(opened, in_force):
    in_force("calendar.half_days_close", False, SERVED + timedelta(days=1))
    assert opened().effective_on == date(2026, 3, 23)
    later = opened(start=date(2026, 9, 28))
    assert later.policy == {"half_days_close": False}
    assert later.effective_on == date(2026, 10, 28) or later.rolled


def test_a_year_whose_holidays_are_unknown_is_not_guessed(opened):
    with pytest.raises(CalendarGap):
        opened(start=date(2035, 12, 20))


def test_a_row_explains_itself_whatever_calendar_and_policy_say_today(opened, in_force):
    deadline = opened()
    before = explained(deadline)
    assert "17 Şubat 2026 Salı" in before
    assert "23 Mart 2026 Pazartesi" in before
    assert "deneme delili" in before
    holiday(date(2026, 3, 23))
    in_force("calendar.half_days_close", False, SERVED)
    deadline.refresh_from_db()
    assert explained(deadline) == before


def test_hours_run_to_the_second_and_never_roll(dossier):
    friday = datetime(2026, 3, 6, 14, 30, 5, tzinfo=UTC)
    deadline = open_instant(dossier, HOURS, start=friday, evidence="teslim delili", step=None)
    assert deadline.due_at == friday + timedelta(hours=24)
    assert (deadline.raw_on, deadline.effective_on) == (None, None)
    assert "7 Mart 2026 Cumartesi günü saat 17.30.05" in explained(deadline)


def test_a_last_day_of_its_own_ends_with_that_day(dossier):
    sunday = date(2026, 3, 8)
    deadline = open_last_day(
        dossier, "planted_last", "Belge", clause="2", last=sunday, start=SERVED, evidence="belge", step=None
    )
    assert deadline.due_at == day_end(sunday)
    assert "8 Mart 2026 Pazar" in explained(deadline)
    assert "m. 2" in explained(deadline)


def test_working_days_leave_closed_days_out(opened):
    assert opened(WORKING, start=date(2026, 3, 18)).effective_on == date(2026, 3, 27)


def test_reminders_stand_at_their_distance_and_past_ones_are_left_out(opened):
    deadline = opened()
    remind(deadline, [90, 7, 1], after=T0)
    assert [it.due_at for it in deadline.reminders.all()] == [
        deadline.due_at - timedelta(days=7),
        deadline.due_at - timedelta(days=1),
    ]


def test_closing_a_term_cancels_its_reminders_and_leaves_others(opened, dossier):
    deadline, other = opened(), opened(WORKING)
    remind(deadline, [7, 1], after=T0)
    close(dossier, [DAYS.key], DeadlineStatus.MET, at=T0)
    deadline.refresh_from_db()
    other.refresh_from_db()
    assert (deadline.status, deadline.closed_at) == (DeadlineStatus.MET, T0)
    assert {it.status for it in deadline.reminders.all()} == {DeadlineStatus.CANCELLED}
    assert other.status == DeadlineStatus.OPEN


def test_a_term_elapses_once_and_not_before_its_end(opened):
    deadline = opened()
    early = deadline.due_at - timedelta(microseconds=1)
    assert codes(lambda: elapse(deadline.pk, by=SWEEPER, at=early)) == {"running"}
    elapse(deadline.pk, by=SWEEPER, at=deadline.due_at)
    step = deadline.dossier.steps.get()
    assert (step.rule, step.by, step.at, step.clause) == ("sweeper", None, deadline.due_at, "3/b")
    assert codes(lambda: elapse(deadline.pk, by=SWEEPER, at=deadline.due_at)) == {"closed"}


def test_only_its_rule_lets_a_term_elapse(opened, officer):
    deadline = opened()
    for by in (officer, CALENDAR, Rule("nobody")):
        with pytest.raises(NotAllowed):
            elapse(deadline.pk, by=by, at=deadline.due_at)


def test_a_new_holiday_moves_the_end_and_the_reminders_keep_their_distance(opened):
    deadline = opened()
    remind(deadline, [7, 1], after=T0)
    before = deadline.calendar_version
    holiday(date(2026, 3, 23))
    moved = calendar_extended(deadline.pk, by=CALENDAR, at=T0)
    assert moved.effective_on == date(2026, 3, 24)
    assert moved.due_at == day_end(date(2026, 3, 24))
    assert [moved.due_at - it.due_at for it in moved.reminders.all()] == [timedelta(days=7), timedelta(days=1)]
    assert moved.calendar_version != before
    step = moved.dossier.steps.get()
    assert step.facts["from"] == "2026-03-23"
    assert step.facts["to"] == "2026-03-24"
    assert "Deneme tatili" in explained(moved)


def test_a_holiday_elsewhere_moves_nothing_and_leaves_no_step(opened):
    deadline = opened()
    holiday(date(2026, 3, 10))
    calendar_extended(deadline.pk, by=CALENDAR, at=T0)
    assert not Step.objects.filter(dossier=deadline.dossier).exists()


def test_a_calendar_never_shortens(opened):
    holiday(date(2026, 3, 23))
    deadline = opened()
    assert deadline.effective_on == date(2026, 3, 24)
    CalendarDay.objects.get(day=date(2026, 3, 23), name="Deneme tatili").delete()
    after = calendar_extended(deadline.pk, by=CALENDAR, at=T0)
    assert after.effective_on == date(2026, 3, 24)
    assert not Step.objects.filter(dossier=deadline.dossier).exists()


def test_a_later_policy_is_not_smuggled_in_by_a_holiday(opened, in_force):
    deadline = opened()
    in_force("calendar.half_days_close", False, SERVED)
    holiday(date(2026, 3, 23))
    assert calendar_extended(deadline.pk, by=CALENDAR, at=T0).effective_on == date(2026, 3, 24)


def test_one_that_cannot_be_extended_does_not_block_the_others(opened):
    one, other = opened(), opened()
    holiday(date(2026, 3, 23))

    def refuses_the_first(sender, *, step, row, **_):
        if row.pk == one.pk:
            raise ZeroDivisionError

    moved.connect(refuses_the_first)
    try:
        extend()
    finally:
        moved.disconnect(refuses_the_first)
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.effective_on, other.effective_on) == (date(2026, 3, 23), date(2026, 3, 24))
    extend()  # the next round takes what failed
    one.refresh_from_db()
    assert one.effective_on == date(2026, 3, 24)


def test_working_days_are_counted_anew_when_a_holiday_falls_inside(opened):
    deadline = opened(WORKING, start=date(2026, 3, 2))
    assert deadline.effective_on == date(2026, 3, 9)
    holiday(date(2026, 3, 5))
    assert calendar_extended(deadline.pk, by=CALENDAR, at=T0).effective_on == date(2026, 3, 10)


def test_holidays_move_no_hours_no_last_day_and_nothing_that_is_over(opened, dossier):
    hours = open_instant(dossier, HOURS, start=T0, evidence="delil", step=None)
    last = open_last_day(
        dossier, "planted_last", "Belge", clause="2", last=date(2026, 3, 8), start=SERVED, evidence="belge", step=None
    )
    assert codes(lambda: calendar_extended(hours.pk, by=CALENDAR, at=T0)) == {"never_rolls"}
    assert codes(lambda: calendar_extended(last.pk, by=CALENDAR, at=T0)) == {"never_rolls"}
    over = opened()
    assert codes(lambda: calendar_extended(over.pk, by=CALENDAR, at=over.due_at)) == {"closed"}
    elapse(over.pk, by=SWEEPER, at=over.due_at)
    assert codes(lambda: calendar_extended(over.pk, by=CALENDAR, at=T0)) == {"closed"}


def test_another_served_day_counts_from_there(opened, officer):
    deadline = opened()
    remind(deadline, [1], after=T0)
    moved = service_corrected(
        deadline.pk, by=officer, at=T0, served_on=date(2026, 4, 26), evidence="karşı delil", seen=0
    )
    assert (moved.start_on, moved.raw_on, moved.effective_on) == (
        date(2026, 4, 26), date(2026, 5, 26), date(2026, 6, 1)
    )  # fmt: skip
    assert "karşı delil" in explained(moved)
    (reminder,) = moved.reminders.all()
    assert moved.due_at - reminder.due_at == timedelta(days=1)
    assert moved.dossier.steps.get().by == officer


def test_who_may_correct_a_service(opened, inspector, compliance, approver):
    deadline = opened()
    for one in (inspector, compliance):
        with pytest.raises(NotAllowed):
            service_corrected(deadline.pk, by=one, at=T0, served_on=SERVED, evidence="delil")
    moved = service_corrected(deadline.pk, by=approver, at=T0, served_on=SERVED, evidence="delil")
    assert moved.evidence == "delil"


def test_all_reasons_against_a_correction_come_at_once(dossier, officer):
    hours = open_instant(dossier, HOURS, start=T0, evidence="delil", step=None)
    sweep(hours.due_at)
    correct = lambda seen: service_corrected(  # noqa: E731  # told apart by one value only
        hours.pk, by=officer, at=T0, served_on=SERVED, evidence="delil", seen=seen
    )
    with pytest.raises(Refused) as refused:
        correct(0)
    assert refused.value.codes == {"stale", "closed", "no_service"}
    assert [step.act for step in refused.value.since] == ["deadlines.elapse"]


def test_a_year_without_holidays_is_an_answer_of_the_act_and_not_a_crash(firm):
    with pytest.raises(Refused) as refused, acting():
        open_deadline(firm.dossier, DAYS, start=date(2035, 12, 20), evidence="deneme", step=None)
    assert refused.value.codes == {"calendar_gap"}
    assert "2036" in str(refused.value)
