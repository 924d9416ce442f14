"""What outlasts the refusal of an act: the law did it, and the act only came by and wrote it down first.

A refusal takes the whole transaction back. What had fallen due is then recorded once more, in a transaction of its
own: else whoever is refused since it happened would be refused for it again and again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from ledger.errors import Refused

_recorded: ContextVar[list[Callable[[], object]] | None] = ContextVar("recorded", default=None)


def lasts(record_again: Callable[[], object]) -> None:
    """Have something recorded again, after the rollback, should the act be refused within which it was recorded."""
    recorded = _recorded.get()
    if recorded is not None:
        recorded.append(record_again)


@contextmanager
def lasting() -> Iterator[None]:
    """Stand around the transaction of an act; an act within another leaves it to the outer one.

    Raises:
        Refused: as the act did, once what lasts is recorded.
    """
    if _recorded.get() is not None:
        yield
        return
    recorded: list[Callable[[], object]] = []
    token = _recorded.set(recorded)
    try:
        yield
    except Refused:
        for record_again in tuple(recorded):
            record_again()
        raise
    finally:
        _recorded.reset(token)
