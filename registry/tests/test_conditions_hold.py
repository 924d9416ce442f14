"""Never active with a lapsed condition, never passive without one: whatever comes in which order, whoever comes by when."""

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from registry.tests.machine import REACHED, Conditions, cast

__all__ = ["cast"]

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
SEED = 5
"""Of the orders that this number leads to, some come to everything that `REACHED` names."""
SUITE = settings(
    max_examples=20,
    stateful_step_count=9,
    deadline=None,
    database=None,
    phases=(Phase.generate,),  # an order is short enough to be read as it came
    suppress_health_check=list(HealthCheck),
)


def test_conditions_hold_in_every_order(cast):
    run_state_machine_as_test(seed(SEED)(Conditions), settings=SUITE)
    assert Conditions.reached.keys() >= REACHED, REACHED - Conditions.reached.keys()
