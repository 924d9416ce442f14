"""Two hundred integrators for a campaign are there at once, and are as acts would have left them."""

from datetime import timedelta

import pytest

from bench.campaign import campaigners
from bench.country import founded
from conftest import T0
from deadlines.models import Deadline, DeadlineStatus
from deadlines.sweeper import sweep
from law.clock import moved
from ledger.verification import verify
from registry.listing import read
from registry.queries import active
from registry.reading import current
from registry.terms import VALIDITY

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
HOW_MANY = 20


def test_campaigners_are_active_and_listed_and_lapse_as_others_do():
    made = campaigners(founded(7), HOW_MANY, T0)
    assert set(active(T0)) == set(made)
    with moved(T0):
        assert len(read(bytes(current(T0).as_json))) == HOW_MANY
    assert list(verify()) == []
    assert all(it.firm.signatories.exists() for it in made)
    running = Deadline.objects.filter(term=VALIDITY, status=DeadlineStatus.OPEN)
    assert running.count() == HOW_MANY
    last = max(running.values_list("due_at", flat=True))
    assert {it.active_until for it in made} == set(running.values_list("due_at", flat=True))
    with moved(last):
        sweep(last)
    assert not active(last).exists()
    assert active(last - timedelta(days=1)).exists()
