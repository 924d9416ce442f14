"""Telling all stories in the order of their instants, from about thirteen months ago until now."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random

from accounts.models import User
from law.clock import moved
from ledger.seals import seal, seal_due
from operations.demo.bodies import enter_bodies
from operations.demo.duties import adopt_second_set, publish_second_version
from operations.demo.people import DOMAIN, ministry
from operations.demo.plots import Plot, plots
from operations.demo.story import Story
from operations.first_start import furnish

SEED = 20180601
BEFORE = timedelta(days=420)
DECISIONS = (
    (timedelta(days=130), adopt_second_set),
    (timedelta(days=12), publish_second_version),
)
"""What two persons of the ministry decided, and how long ago; the earliest first."""


def built() -> bool:
    """Tell whether the demo stands already."""
    return User.objects.filter(email__endswith=f"@{DOMAIN}").exists()


def build(now: datetime, stories: Iterable[Plot] | None = None) -> int:
    """Make the ministry and tell the stories; returns how many firms there are."""
    begins, told = now - BEFORE, list(plots() if stories is None else stories)
    with moved(begins):
        furnish(begins)
        world = ministry(begins, Random(SEED))  # noqa: S311  # made-up numbers, the same at every build
        enter_bodies(world, begins)
    waiting: list[tuple[datetime, int, int]] = []
    cast: list[Story] = []
    for n, plot in enumerate(told):
        at = now - timedelta(days=plot.begins, hours=n % 7, minutes=n)
        cast.append(Story(world, plot.name, kep=f"{plot.local}@hs01.kep.tr", begins=at, province=plot.province))
        heapq.heappush(waiting, (at, n, 0))
    decisions = deque((now - before, decide) for before, decide in DECISIONS)
    while waiting:
        at, n, beat = heapq.heappop(waiting)
        while decisions and at >= decisions[0][0]:
            when, decide = decisions.popleft()
            decide(world, when)
        if at > now:
            raise ValueError(f"{told[n].name}: beat {beat} lies in the future")
        _play(cast[n], told[n], beat, at)
        if beat + 1 < len(told[n].beats):
            heapq.heappush(waiting, (at + timedelta(days=told[n].beats[beat + 1][0]), n, beat + 1))
    with moved(now):
        if cast:
            cast[0].at = now
            cast[0].run_loops()
        seal(now)
    return len(told)


def _play(story: Story, plot: Plot, beat: int, at: datetime) -> None:
    """Play one beat at its instant, after the loops have gone round and the day before is sealed."""
    story.at = at
    story.run_loops()
    with moved(at):
        if seal_due(at):
            seal(at)
    plot.beats[beat][1](story)
