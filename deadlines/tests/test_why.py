"""Why a term ends on its day: short lines above the sentence that a court reads."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from deadlines.templatetags.terms import deadline
from deadlines.terms import explained, open_instant, open_last_day
from deadlines.tests.conftest import HOURS, WORKING

pytestmark = pytest.mark.django_db


def told(term) -> tuple[list[tuple[str, str]], str]:
    """Return the lines and the sentence as they are read."""
    with override("en"):
        page = render_to_string("parts/deadline.html", deadline({"request": RequestFactory().get("/")}, term))
    plain = html.unescape(re.sub(r"</?(?:span|time|p|details|div)\b[^>]*>", "", page))
    lines = [
        (name, " ".join(text.split())) for name, text in re.findall(r"<dt>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", plain)
    ]
    return lines, " ".join(plain.split("</dl>")[-1].split())


def test_an_end_that_rolled_is_told_day_by_day(opened):
    lines, sentence = told(opened())
    assert lines == [
        ("What started it", "deneme delili"),
        ("Start", "17 February 2026, Tuesday; 30 calendar days from the next day on"),
        ("Last day as counted", "19 March 2026, Thursday"),
        (
            "Moved on because closed",
            (
                "19 March 2026, Thursday (Ramazan Bayramı (saat 13.00'ten))<br>20 March 2026, Friday (Ramazan Bayramı)"
                "<br>21 March 2026, Saturday (Ramazan Bayramı)<br>22 March 2026, Sunday (Ramazan Bayramı)"
            ),
        ),
        ("Last valid day", "23 March 2026, Monday, end of day"),
    ]
    assert sentence.startswith(explained(opened()))


def test_a_weekend_names_no_holiday_and_an_end_that_stays_no_other_day(opened):
    lines, _ = told(opened(start=date(2026, 12, 3)))
    assert dict(lines)["Moved on because closed"] == "2 January 2027, Saturday<br>3 January 2027, Sunday"
    lines, _ = told(opened(WORKING, start=date(2026, 3, 2)))
    assert lines[1:] == [
        ("Start", "2 March 2026, Monday; 5 working days from the next day on"),
        ("Last valid day", "9 March 2026, Monday, end of day"),
    ]


def test_hours_are_told_to_the_minute_and_a_day_of_its_own_without_a_start(dossier):
    begun = datetime(2026, 3, 6, 14, 30, 5, tzinfo=UTC)
    lines, _ = told(open_instant(dossier, HOURS, start=begun, evidence="teslim delili", step=None))
    assert lines == [
        ("What started it", "teslim delili"),
        ("Start", "6 March 2026, Friday 17:30; 24 hours from that instant on"),
        ("Ends at", "7 March 2026, Saturday 17:30"),
    ]
    first, last = date(2026, 3, 2), date(2026, 6, 30)
    held = open_last_day(
        dossier, "held", "Geçerlilik", clause="2", last=last, start=first, evidence="ISMS-1", step=None
    )
    lines, _ = told(held)
    assert lines == [("What it rests on", "ISMS-1"), ("Last valid day", "30 June 2026, Tuesday, end of day")]
