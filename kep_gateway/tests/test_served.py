"""A notice is not called served before the day on which it counts as served is over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import RequestFactory
from django.utils.translation import override

from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import Notice
from kep_gateway.opinion import ServiceRule
from kep_gateway.templatetags.served import service_chip
from law.clock import day_end, moved

DAY = date(2026, 3, 9)
SECOND = timedelta(seconds=1)


def told(at, rule=ServiceRule.FIFTH_DAY, status=NoticeStatus.SERVED, served_on=DAY):
    notice = Notice(status=status, served_on=served_on, served_policy=rule)
    with override("en"), moved(at):
        return str(service_chip({"request": RequestFactory().get("/")}, notice))


@pytest.mark.parametrize("before", [timedelta(days=3), SECOND])
def test_a_day_that_is_not_over_is_told_as_such(before):
    assert told(day_end(DAY) - before) == '<span class="chip warn">counts as served at the end of 09.03.2026</span>'


def test_from_the_end_of_the_day_on_it_is_served():
    assert told(day_end(DAY)) == '<span class="chip good">served</span>'


def test_by_the_other_rules_it_is_served_on_the_day_itself():
    assert told(day_end(DAY) - SECOND, rule=ServiceRule.DELIVERY_DAY) == '<span class="chip good">served</span>'


def test_any_other_status_is_told_as_it_is():
    chip = told(day_end(DAY), status=NoticeStatus.FAILED, served_on=None)
    assert chip.startswith('<span class="chip bad">')
