"""A name that was taken in before names were cleaned does not keep an agreement from being issued."""

import pytest

from contracts.actions.request_copy import request_copy
from contracts.copies import live_copy

pytestmark = pytest.mark.django_db


def test_a_copy_with_an_old_name_is_issued(story):
    story.register().start()
    story.firm.legal_name = "Işık\x08\ufffe A.Ş."
    story.firm.save()
    story.do(request_copy, story.application.dossier.pk, by=story.person)
    story.run_loops()
    copy = live_copy(story.application.dossier)
    assert copy
    assert copy.issued_at
