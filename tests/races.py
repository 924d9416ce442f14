"""Races: calls that leave one barrier together, each in a thread and a connection of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from threading import Barrier, current_thread, local, main_thread

import pytest
from django.db import connection

from ledger import acts
from ledger.errors import Refused
from ledger.models import Dossier

POSTGRESQL = connection.vendor == "postgresql"
only_postgresql = pytest.mark.skipif(not POSTGRESQL, reason="SQLite has one writer: no lock can be taken out of it")


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Run the calls together and return each one's result, or the exception that it gave."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        connection.ensure_connection()
        barrier.wait(timeout=30)
        try:
            return call()
        except Exception as error:  # noqa: BLE001  # the judge decides what it means
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [it.result() for it in [pool.submit(copy_context().run, run, call) for call in calls]]


def judge(results: Sequence[object], *, told: str) -> None:
    """Demand one winner, and that each loser saw the winner's work: it is refused with `told` and nothing else."""
    losers = [it for it in results if isinstance(it, Exception)]
    assert len(results) - len(losers) == 1, results
    for loser in losers:
        assert isinstance(loser, Refused), loser
        assert loser.codes == {told}, loser.codes


@contextmanager
def without_the_lock() -> Iterator[None]:
    """Let acts read their dossier without locking it; two that race go on from their first reading together."""
    locked, meeting, met = acts.lock_dossier, Barrier(2), local()

    def unlocked(dossier_id: int) -> Dossier:
        dossier = Dossier.objects.get(pk=dossier_id)
        if current_thread() is not main_thread() and not hasattr(met, "once"):
            met.once = True
            meeting.wait(timeout=30)
        return dossier

    acts.lock_dossier = unlocked
    try:
        yield
    finally:
        acts.lock_dossier = locked
