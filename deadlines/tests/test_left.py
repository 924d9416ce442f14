"""What is left of a term, in words, and when a term that is still ahead begins."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from deadlines.left import hours_left_of, left_of
from deadlines.models import Deadline, DeadlineStatus
from deadlines.templatetags.terms import days_left, deadline
from law.clock import day_end, moved
from law.terms import Unit

LAST = date(2026, 3, 23)
END = day_end(LAST)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("before", "state", "words"),
    [
        (timedelta(days=30), "", "29 days left"),
        (timedelta(days=8) + SECOND, "", "8 days left"),
        (timedelta(days=8), "soon", "7 days left"),
        (timedelta(days=1) + SECOND, "soon", "1 day left"),
        (timedelta(days=1), "soon", "today is the last day"),
        (SECOND, "soon", "today is the last day"),
        (timedelta(0), "over", "1 day over"),
        (timedelta(days=-2), "over", "3 days over"),
    ],
)
def test_what_is_left_on_a_day(before, state, words):
    with override("en"):
        found = left_of(END, END - before)
    assert (found.state, found.words) == (state, words)


def context():
    return {"request": RequestFactory().get("/")}


def test_a_chip_is_shown_only_where_it_presses():
    with override("en"), moved(END - timedelta(days=30)):
        assert days_left(context(), END) == days_left(context(), None) == ""
    with override("en"), moved(END - SECOND):
        assert days_left(context(), END) == '<span class="chip warn">today is the last day</span>'
    with override("en"), moved(END):
        assert days_left(context(), END) == '<span class="chip bad">1 day over</span>'


def test_a_term_that_is_still_ahead_says_when_it_begins():
    term = Deadline(
        title="Süre", clause="3/a", length=3, unit=Unit.MONTHS, rolls=True, status=DeadlineStatus.OPEN,
        start_on=date(2026, 1, 10), raw_on=LAST, effective_on=LAST, due_at=END, evidence="delil",
    )  # fmt: skip
    told = {}
    for day in (date(2026, 1, 9), date(2026, 1, 10), date(2026, 1, 11)):
        with override("en"), moved(day_end(day) - SECOND):
            told[day.day] = render_to_string("parts/deadline.html", deadline(context(), term, "neden"))
    assert "begins on" in told[9]
    assert "11 January 2026" in told[9]
    assert "days left" not in told[9]
    assert all("begins on" not in told[day] and "days left" in told[day] for day in (10, 11))


@pytest.mark.parametrize(
    ("before", "state", "words"),
    [
        (timedelta(hours=72), "soon", "72 hours left"),
        (timedelta(minutes=61), "soon", "1 hour left"),
        (timedelta(minutes=59), "soon", "59 minutes left"),
        (timedelta(0), "over", "0 minutes over"),
        (timedelta(hours=-3, minutes=-5), "over", "3 hours over"),
    ],
)
def test_what_is_left_of_a_term_in_hours(before, state, words):
    with override("en"):
        found = hours_left_of(END, END - before)
    assert (found.state, found.words) == (state, words)
