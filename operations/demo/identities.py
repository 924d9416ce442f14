"""Synthetic identity numbers with correct check digits."""

from __future__ import annotations

from random import Random

from stdnum.tr import tckimlik, vkn


def identity_number(rng: Random) -> str:
    """Return a T.C. identity number that passes the check; it is nobody's on purpose, by chance it may be."""
    nine = str(rng.randrange(100_000_000, 1_000_000_000))
    return nine + tckimlik.calc_check_digits(nine)


def tax_number(rng: Random) -> str:
    """Return a tax number that passes the check."""
    nine = f"{rng.randrange(1_000_000_000):09d}"
    return nine + vkn.calc_check_digit(nine)


def mersis_number(tax: str) -> str:
    """Return the usual MERSİS number of a tax number."""
    return f"0{tax}00001"
