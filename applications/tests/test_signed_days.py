"""An authority to sign ends no earlier than what the ministry answered with its own signature."""

from datetime import timedelta

import pytest

from accounts.actions.end_signatory import end_signatory
from accounts.hooks import bound_last
from applications.lifecycle import Status
from contracts.copies import counting
from law.clock import legal_day
from ledger.errors import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def reviewed(story):
    """Everything was sent and judged; the agreement is not countersigned yet."""
    story.register().start().send_all()
    story.signed_on = legal_day(story.at)
    story.submit().wait(days=3)
    return story.take_up().judge().find_suitable()


def ended(story, by, until_on):
    return story.do(end_signatory, story.firm.signatories.get().pk, by=by, until_on=until_on)


def agreement(story):
    signed = counting(story.application.dossier)
    assert signed
    return signed


@pytest.mark.parametrize("who", ["firm", "officer"])
@pytest.mark.parametrize("approved", [False, True])
def test_what_was_countersigned_binds_to_the_end(reviewed, who, approved):
    story = reviewed.countersign()
    by = story.person if who == "firm" else story.world.officer
    if approved:
        story.approve()
    with pytest.raises(Refused) as refused:
        ended(story, by, story.signed_on - timedelta(days=1))
    assert refused.value.codes == {"signed_later"}
    (told,) = refused.value.obstacles
    assert (told.field, f"{story.signed_on:%d.%m.%Y}" in str(told.message)) == ("until_on", True)
    ended(story, by, story.signed_on)
    assert agreement(story).binds
    if not approved:
        story.approve()
    story.application.refresh_from_db()
    assert story.application.status == Status.APPROVED


def test_until_then_an_earlier_end_is_recorded_and_an_officer_sees_it(reviewed):
    assert bound_last(reviewed.firm.signatories.get()) is None
    ended(reviewed, reviewed.person, reviewed.signed_on - timedelta(days=1))
    assert agreement(reviewed).found == ["not_signatory"]


def test_what_a_firm_withdrew_undecided_holds_nobody(reviewed):
    reviewed.countersign().withdraw()
    ended(reviewed, reviewed.person, reviewed.signed_on - timedelta(days=1))
