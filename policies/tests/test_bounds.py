"""Policies that are lists or texts have bounds: what follows from them must fit a calendar, a paper and a feed."""

import pytest
from django.core.exceptions import ValidationError

from policies.catalogue import CATALOGUE

WARNINGS = ["document.warnings", "application.reminders"]


@pytest.mark.parametrize("key", WARNINGS)
@pytest.mark.parametrize(
    "bad", [[99_999_999], [3651], [0], [True], [30, 1.0], ["7"], {"7": 1}, list(range(21, 0, -1)), [[7]], None]
)
def test_warnings_stay_within_a_certificates_life_and_a_mailbox(key, bad):
    with pytest.raises(ValidationError):
        CATALOGUE[key].check(bad)


@pytest.mark.parametrize("key", WARNINGS)
@pytest.mark.parametrize("good", [[], [3650, 1], list(range(20, 0, -1))])
def test_reasonable_warnings_are_taken(key, good):
    CATALOGUE[key].check(good)


@pytest.mark.parametrize("text", ["Dava\x08 açılır.", "\u202e", "\u200b", "...", "Dava\ufffe açılır."])
def test_a_text_that_letters_carry_can_be_read(text):
    with pytest.raises(ValidationError):
        CATALOGUE["letter.challenge"].check(text)
