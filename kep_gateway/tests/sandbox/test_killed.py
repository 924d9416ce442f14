"""A worker that dies while it sends loses no letter and sends none twice."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from kep_gateway.tests.conftest import Post
from kep_gateway.tests.sandbox.killing import faults, killed

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="two processes share this database"),
]
FORGETFUL = "kep_gateway.tests.sandbox.forgetful.Forgetful"


def test_killed_ten_times_every_notice_is_effective_exactly_once(post: Post, kep_folder: Path):
    for _n in range(10):
        post()
    assert killed(10, folder=kep_folder.parent) == 10
    assert faults() == []


def test_the_judge_notices_a_worker_that_does_not_ask_first(post: Post, kep_folder: Path):
    for _n in range(6):
        post()
    assert killed(6, folder=kep_folder.parent, provider=FORGETFUL) == 6
    assert any(fault.endswith("messages at the provider") for fault in faults()), faults()
