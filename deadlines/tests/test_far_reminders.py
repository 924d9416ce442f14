"""Reminders from so long before a term's end that no calendar has the day."""

import pytest

from conftest import T0
from deadlines.terms import remind

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.mark.parametrize("days", [3651, 99_999_999, 10**12])
def test_a_reminder_before_all_time_is_left_out(opened, days):
    deadline = opened()
    remind(deadline, [days, 1], after=T0)
    assert [it.length for it in deadline.reminders.all()] == [1]


def test_a_reminder_at_the_very_beginning_is_left_out(opened):
    deadline = opened()
    whole = (deadline.due_at - T0).days
    remind(deadline, [whole + 1, whole], after=T0)
    assert [it.length for it in deadline.reminders.all()] == [whole]
    remind(other := opened(), [whole], after=deadline.reminders.get().due_at)
    assert not other.reminders.exists()
