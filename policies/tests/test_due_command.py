import io
import json
import sys

import pytest
from django.core.management import call_command

VECTORS = (
    ("2026-02-17", "30d", "2026-03-19", "2026-03-23"),
    ("2026-02-18", "30d", "2026-03-20", "2026-03-23"),
    ("2026-04-26", "30d", "2026-05-26", "2026-06-01"),
    ("2026-07-31", "30d", "2026-08-30", "2026-08-31"),
    ("2026-09-28", "30d", "2026-10-28", "2026-10-30"),
    ("2026-12-02", "30d", "2027-01-01", "2027-01-04"),
    ("2028-01-31", "30d", "2028-03-01", "2028-03-01"),
    ("2025-11-30", "3m", "2026-02-28", "2026-03-02"),
    ("2026-01-31", "3m", "2026-04-30", "2026-04-30"),
    ("2026-02-27", "3m", "2026-05-27", "2026-06-01"),
    ("2026-10-01", "3m", "2027-01-01", "2027-01-04"),
    # delivered by KEP on 2026-03-13, served at the end of the fifth day
    ("2026-03-18", "30d", "2026-04-17", "2026-04-17"),
)


@pytest.fixture
def counted(monkeypatch, capsys):
    """Runs the command on lines and returns its answers and exit code."""

    def run(*lines: str):
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        code = 0
        try:
            call_command("due")
        except SystemExit as end:
            code = int(end.code or 0)
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()], code

    return run


def test_every_vector_of_the_law_counts_without_a_database(counted):
    answers, code = counted(*(f"{start} {term}" for start, term, _raw, _effective in VECTORS))
    assert [(it["start"], it["term"], it["raw"], it["effective"]) for it in answers] == list(VECTORS)
    assert code == 0


def test_the_answer_says_over_which_days_the_end_rolled(counted):
    (answer,), _ = counted("2026-07-31 30d")
    assert answer["rolled"] == [{"date": "2026-08-30", "reason": "Zafer Bayramı"}]


@pytest.mark.parametrize(
    "line", ["x", "2026-02-30 30d", "20260217 30d", "2026-02-17", "2026-02-17 30", "2026-02-17 30d x", "2026-02-17 72h"]
)
def test_a_bad_line_is_answered_in_turkish_and_the_others_still_count(counted, line):
    answers, code = counted(line, "2026-01-31 3m")
    assert answers[0]["line"] == 1
    assert "süre" in answers[0]["error"] or "SÜRE" in answers[0]["error"]
    assert answers[1]["effective"] == "2026-04-30"
    assert code == 1


def test_a_year_without_known_holidays_says_so(counted):
    answers, code = counted("2035-12-20 30d", "9999-12-30 30d", "2026-01-01 9999m")
    assert answers[0] == {"error": "2036 yılının resmî tatilleri takvimde kayıtlı değil.", "line": 1}
    assert answers[1] == {"error": "Süre takvimin son yılını aşıyor.", "line": 2}
    assert answers[2]["error"].startswith("2859 yılının")
    assert code == 1


def test_blank_lines_are_passed_over(counted):
    assert counted("", "  ") == ([], 0)
