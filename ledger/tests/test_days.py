"""The end of a period in figures."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from ledger.templatetags.days import until


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 3, 22, 21, 0, tzinfo=UTC), "22.03.2026, end of day"),  # 00:00 of the 23rd in Istanbul
        (datetime(2026, 3, 22, 21, 1, tzinfo=UTC), "23.03.2026 00:01"),
        (datetime(2026, 3, 22, 0, 0, tzinfo=UTC), "22.03.2026 03:00"),
        (None, "–"),
    ],
)
def test_a_period_is_over_with_the_end_of_its_last_day(at, said):
    with translation.override("en"):
        assert until(at) == said
