"""The worker that dies while it sends, 300 times: `pytest -m soak tests/soak -k kep`, on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from kep_gateway.tests.conftest import Post, folder, post
from kep_gateway.tests.sandbox.conftest import authority, kep_folder
from kep_gateway.tests.sandbox.killing import faults, killed

__all__ = ["authority", "folder", "kep_folder", "post"]

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True)]
KILLS = 300


def test_kep_killed_300_times_every_notice_is_effective_exactly_once(post: Post, kep_folder: Path, in_force):
    in_force("service.most_per_run", KILLS)
    for _n in range(KILLS):
        post()
    assert killed(KILLS, folder=kep_folder.parent) == KILLS
    assert faults() == []
