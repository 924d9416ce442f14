"""What is owed at its edges: the first and last day, the grace, whom it concerns, and when persons may decide."""

from datetime import date, timedelta

import pytest

from deadlines.models import Deadline
from deadlines.sweeper import sweep
from law.clock import day_end, legal_day, moved
from ledger.errors import Refused
from registry.actions.accept_showing import accept_showing
from registry.actions.decide_concern import decide_concern
from registry.actions.refuse_showing import refuse_showing
from registry.models import Ground, Integrator
from registry.queries import active
from registry.tests.test_obligations import (
    HOSTING,
    STATIC,
    at_noon,
    carried_on,
    held_through,
    obligation,
    owing,
    second_set,
    shown,
)

__all__ = ["carried_on", "held_through", "owing", "second_set"]

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
TODAY = date(2026, 3, 12)
CERTIFIED = day_end(date(2026, 6, 30))


@pytest.fixture
def hosting(owing, officer):
    """`hosting(True)` decides on 12 March whether the hosting document concerns the integrator."""

    def decide(*, concerned, at=None):
        at = at or at_noon(TODAY)
        with moved(at):
            owed = obligation(owing, HOSTING)
            return decide_concern(owed.pk, by=officer, at=at, concerned=concerned, decision="Tespit edildi.")

    return decide


def accepted(showing, officer, at):
    with moved(at):
        return accept_showing(showing.pk, by=officer, at=at)


def test_a_document_serves_on_its_last_day(hosting, compliance, officer):
    at = at_noon(TODAY)
    owed = hosting(concerned=True)
    accepted(shown(owed, compliance, at, TODAY, valid_until_on=TODAY), officer, at)
    assert Integrator.objects.get().active_until == day_end(TODAY)


def test_the_window_opens_on_its_day(held_through, compliance):
    opens = date(2026, 12, 10)  # ninety days before 10 March 2027
    with pytest.raises(Refused) as refused:
        shown(held_through, compliance, at_noon(opens - timedelta(days=1)), opens - timedelta(days=1))
    assert refused.value.codes == {"too_early"}
    assert shown(held_through, compliance, at_noon(opens), opens).pk


def test_grace_moves_the_end_of_what_was_shown(owing, compliance, officer, in_force, carried_on):
    carried_on(owing)
    in_force("document.grace", {"days": 5, "working": False})
    at = at_noon(TODAY)
    accepted(shown(obligation(owing, STATIC), compliance, at, date(2026, 3, 10)), officer, at)
    end = day_end(date(2027, 3, 15))
    assert obligation(owing, STATIC).deadline.due_at == end
    with moved(end):
        sweep(end)
    ground = Ground.objects.get()
    assert (ground.at, ground.lapsed_on) == (end, date(2027, 3, 10))


def test_under_two_persons_nothing_shown_lapses_by_itself(owing, compliance, officer, in_force):
    in_force("passivation.document_lapsed", "two_persons")
    at = at_noon(TODAY)
    accepted(shown(obligation(owing, STATIC), compliance, at, date(2026, 3, 10)), officer, at)
    assert obligation(owing, STATIC).deadline.arises == ""
    assert Integrator.objects.get().active_until == CERTIFIED


def test_what_no_longer_concerns_the_integrator_does_not_lapse(hosting, compliance, officer):
    at = at_noon(TODAY)
    showing = shown(hosting(concerned=True), compliance, at, TODAY, valid_until_on=date(2026, 4, 1))
    hosting(concerned=False)
    accepted(showing, officer, at)
    assert Integrator.objects.get().active_until == CERTIFIED
    assert hosting(concerned=True).deadline.due_at == day_end(date(2026, 4, 1))
    assert Integrator.objects.get().active_until == day_end(date(2026, 4, 1))
    hosting(concerned=False)
    assert Integrator.objects.get().active_until == CERTIFIED


def test_what_concerns_it_again_is_to_be_shown_again(hosting, compliance, officer):
    at = at_noon(TODAY)
    accepted(shown(hosting(concerned=True), compliance, at, TODAY, valid_until_on=TODAY), officer, at)
    hosting(concerned=False)
    again = hosting(concerned=True, at=at_noon(date(2026, 4, 1)))
    assert again.deadline.term == "first_showing"
    assert again.deadline.raw_on == date(2026, 5, 1)


def test_a_lapsed_document_concerns_the_integrator_until_the_ground_is_closed(hosting, compliance, officer):
    at = at_noon(TODAY)
    accepted(shown(hosting(concerned=True), compliance, at, TODAY, valid_until_on=TODAY), officer, at)
    with pytest.raises(Refused) as refused:
        hosting(concerned=False, at=at_noon(TODAY + timedelta(days=2)))
    assert refused.value.codes == {"ground"}


def test_what_waits_to_be_judged_was_shown(hosting, compliance, officer, decide):
    owed = hosting(concerned=True)
    end, at = owed.deadline.due_at, owed.deadline.due_at + timedelta(days=1)
    early = at_noon(legal_day(end) - timedelta(days=3))
    until = {"valid_until_on": date(2027, 1, 1)}
    refused = shown(owed, compliance, early, legal_day(early), **until)
    with moved(early):
        refuse_showing(refused.pk, by=officer, at=early, reason="Eksik.")
    waits = shown(owed, compliance, early, legal_day(early), **until)
    with moved(at):
        sweep(at)
    term = Deadline.objects.get(obligations=owed)
    with pytest.raises(Refused) as nobody:
        decide("passivate_not_shown", owed.integrator, at, deadline_id=term.pk)
    assert nobody.value.codes == {"other_term"}, "what every integrator owes is over by then, this is not"
    with moved(at):
        refuse_showing(waits.pk, by=officer, at=at, reason="Yine eksik.")
    ground = decide("passivate_not_shown", owed.integrator, at, deadline_id=term.pk)
    assert (ground.kind, ground.obligation, ground.deadline) == ("document_not_shown", owed, term)
    assert not active(at).exists()
    with pytest.raises(Refused):
        decide("passivate_not_shown", owed.integrator, at, deadline_id=term.pk)
