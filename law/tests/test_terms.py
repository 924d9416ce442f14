"""Terms: what is a term, and what is not."""

import pytest

from law.clauses import UnknownClause
from law.terms import Term, Unit


def a_term(length: int, unit: Unit = Unit.DAYS, clause: str = "3/d") -> Term:
    return Term("remedy", length, unit, rolls=True, clause=clause, title="Remedy")


@pytest.mark.parametrize(
    ("text", "length", "unit"),
    [
        ("30d", 30, Unit.DAYS),
        ("3m", 3, Unit.MONTHS),
        ("72h", 72, Unit.HOURS),
        ("0h", 0, Unit.HOURS),
        ("5w", 5, Unit.WORKING_DAYS),
    ],
)
def test_a_term_is_read_and_written(text: str, length: int, unit: Unit) -> None:
    term = Term.parse(text)
    assert (term.length, term.unit, term.rolls, term.clause) == (
        length,
        unit,
        True,
        "3",
    )
    assert term.text == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "d",
        "30",
        "30 d",
        " 30d",
        "-3d",
        "3.5d",
        "30D",
        "3y",
        "3m2d",
        "3d\n",
        "99999d",
    ],
)
def test_what_is_no_term_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"bir süre değil.* / not a term"):
        Term.parse(text)


@pytest.mark.parametrize("text", ["0d", "0m", "0w"])
def test_a_term_of_no_days_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="below 1"):
        Term.parse(text)


@pytest.mark.parametrize("unit", [Unit.DAYS, Unit.MONTHS, Unit.WORKING_DAYS])
def test_days_and_months_begin_at_one(unit: Unit) -> None:
    assert a_term(1, unit).length == 1
    with pytest.raises(ValueError, match="below 1"):
        a_term(0, unit)


def test_hours_begin_at_none() -> None:
    assert a_term(0, Unit.HOURS).length == 0
    with pytest.raises(ValueError, match="below 0"):
        a_term(-1, Unit.HOURS)


def test_a_term_rests_on_a_known_clause() -> None:
    with pytest.raises(UnknownClause):
        a_term(30, clause="3/z")


def test_with_length_changes_nothing_else() -> None:
    assert a_term(30).with_length(7) == a_term(7)
    with pytest.raises(ValueError, match="below 1"):
        a_term(30).with_length(0)
