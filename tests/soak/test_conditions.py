"""The machine of registry/tests/machine.py for much longer, from another seed each time: `make soak-conditions`."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from registry.tests.conftest import integrator
from registry.tests.machine import RARE, REACHED, Conditions, cast

__all__ = ["cast", "integrator"]

pytestmark = [pytest.mark.soak, pytest.mark.django_db]
EXAMPLES, STEPS = int(os.environ.get("EXAMPLES", "400")), 40
LONG = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def test_conditions_hold_in_every_order_for_long(
    cast: None, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = request.config.getoption("randomly_seed")
    run_state_machine_as_test(seed(chosen)(Conditions), settings=LONG)
    missed = {it for it in REACHED | RARE if not Conditions.reached[it]}
    assert not missed
    with capsys.disabled():
        print(f"\nseed {chosen}, {EXAMPLES} orders of up to {STEPS} steps: {dict(Conditions.reached)}")  # noqa: T201  # what the figures page says
