"""`manage.py due`: count terms by the default policies, without a database."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from law.calendar import CalendarGap
from law.due import Counting, as_json, due
from law.terms import Term, Unit
from law.turkey import default_calendar
from policies.catalogue import CATALOGUE

SHAPE = "Satır “YYYY-AA-GG SÜRE” biçiminde olmalıdır; örnek: 2026-02-17 30d (gün) veya 2026-01-31 3m (ay)."


class Command(BaseCommand):
    """Read `YYYY-MM-DD TERM` lines, answer one JSON object per line; exit code 1 if any line was bad."""

    help = "Count terms: reads lines like “2026-02-17 30d” or “2026-01-31 3m” and answers each in JSON."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer every line that is not blank."""
        bad = False
        for number, line in enumerate(sys.stdin, start=1):
            if line.strip():
                answer = answer_to(line, number)
                bad = bad or "error" in answer
                self.stdout.write(json.dumps(answer, ensure_ascii=False))
        if bad:
            sys.exit(1)


class BadLine(ValueError):
    """A line that cannot be counted; its text is a Turkish sentence."""


def answer_to(line: str, number: int) -> dict[str, object]:
    """Return the count of one line as `{start, term, raw, effective, rolled}`, or `{error, line}` with its number."""
    try:
        start, term = read(line)
        half_days_close = CATALOGUE["calendar.half_days_close"].default
        return as_json(due(start, term, default_calendar(), Counting(half_days_close=half_days_close)))
    except BadLine as error:
        return {"error": str(error), "line": number}
    except CalendarGap as gap:
        return {"error": f"{gap.year} yılının resmî tatilleri takvimde kayıtlı değil.", "line": number}
    except (OverflowError, ValueError):  # Python's dates end with the year 9999
        return {"error": "Süre takvimin son yılını aşıyor.", "line": number}


def read(line: str) -> tuple[date, Term]:
    """Return the day and the term of a line.

    Raises:
        BadLine: no day, no term, or a term in hours.
    """
    words = line.split()
    if len(words) != 2 or len(words[0]) != len("2026-02-17"):
        raise BadLine(SHAPE)
    try:
        start, term = date.fromisoformat(words[0]), Term.parse(words[1])
    except ValueError:
        raise BadLine(SHAPE) from None
    if term.unit is Unit.HOURS:
        raise BadLine("Saatle sayılan sürenin son günü yoktur; gün (d), ay (m) veya iş günü (w) yazın.")
    return start, term
