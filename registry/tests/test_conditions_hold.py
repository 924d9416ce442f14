"""Never active with a lapsed condition, never passive without one: whatever comes in which order, whoever comes by when."""

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from registry.tests.machine import Conditions, cast

__all__ = ["cast"]

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
SUITE = settings(
    max_examples=16,
    stateful_step_count=14,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def test_conditions_hold_in_every_order(cast):
    run_state_machine_as_test(Conditions, settings=SUITE)
    reached = Conditions.reached
    lapsed = {"certificate: document_lapsed by itself", "document: document_lapsed by itself"}
    assert reached.keys() >= {*lapsed, "refused as the law says"}, reached
