"""What a policy is: one silence of the law, and how we fill it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from policies.checks import Check, OneOf, Whole
from policies.measures import Measure


@dataclass(frozen=True)
class PolicyKind:
    """One silence of the law and how we fill it until the ministry decides otherwise; numbers say what they count."""

    key: str
    title: str | Promise
    default: Any
    check: Check
    reason: str
    clause: str
    measure: Measure | None = None

    @property
    def fixed(self) -> bool:
        """Whether no other value is possible: the law leaves none, or nothing else is built."""
        check = self.check
        one_word = isinstance(check, OneOf) and len(check.choices) == 1
        return one_word or (isinstance(check, Whole) and check.least == check.most)
