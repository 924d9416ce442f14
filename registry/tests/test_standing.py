from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from registry.lifecycle import GroundKind, Standing
from registry.standing import GroundFacts, IntegratorFacts, Interval, Stay, history, standing

T0 = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LAPSED, BREACH = GroundKind.DOCUMENT_LAPSED.value, GroundKind.CONTRACT_BREACH.value


def on(n):
    return T0 + timedelta(days=n)


def lapse(n, **more):
    return GroundFacts(LAPSED, "2", on(n), **more)


def breach(n, **more):
    return GroundFacts(BREACH, "2", on(n), **more)


def said(facts, n):
    return [(it.standing.value, (it.since - T0).days, it.clause, it.ground) for it in history(facts, on(n))]


days = st.integers(0, 30)


@st.composite
def some_ground(draw):
    at = draw(days)
    closed = draw(st.none() | st.integers(at, 30))
    annulled = closed is not None and draw(st.booleans())
    stays = []
    last = at
    for _ in range(draw(st.integers(0, 2))):
        begins = draw(st.integers(last, 40))
        last = draw(st.integers(begins, 40))
        stays.append(Stay(on(begins), on(last)))
    return GroundFacts(
        draw(st.sampled_from([LAPSED, BREACH])),
        "2",
        on(at),
        None if closed is None else on(closed),
        annulled=annulled,
        stays=tuple(stays),
    )


some_facts = st.builds(
    IntegratorFacts,
    approved_at=days.map(on),
    active_until=st.none() | days.map(on),
    next_ground=st.just(GroundKind.DOCUMENT_LAPSED.value),
    ended_at=st.none() | days.map(on),
    grounds=st.lists(some_ground(), max_size=4).map(tuple),
)


@given(some_facts, st.integers(0, 40), st.integers(0, 40))
def test_the_history_says_of_every_day_what_the_standing_was(facts, day, until):
    pieces = [it for it in history(facts, on(until)) if it.since <= on(day)]
    if day <= until:
        expected = pieces[-1].standing if pieces else Standing.CANDIDATE
        assert standing(facts, on(day)) == expected


@given(some_facts, st.integers(0, 40))
def test_pieces_are_in_order_and_no_two_neighbours_say_the_same(facts, until):
    pieces = history(facts, on(until))
    assert [it.since for it in pieces] == sorted({it.since for it in pieces})
    for one, other in pairwise(pieces):
        assert (one.standing, one.clause, one.ground) != (other.standing, other.clause, other.ground)


@given(some_facts, st.integers(0, 40), st.integers(0, 40))
def test_what_is_published_does_not_depend_on_the_day_of_publication(facts, first, second):
    early, late = sorted((first, second))
    assert history(facts, on(early)) == [it for it in history(facts, on(late)) if it.since <= on(early)]


@given(some_facts, st.integers(0, 40))
def test_clause_and_ground_stand_only_beside_passive(facts, until):
    for it in history(facts, on(until)):
        assert (it.standing == Standing.PASSIVE) == (it.clause is not None) == (it.ground is not None)


def test_without_facts_a_firm_is_a_candidate():
    assert standing(None, T0) == Standing.CANDIDATE
    assert standing(IntegratorFacts(on(1)), T0) == Standing.CANDIDATE


def test_the_instant_of_the_lapse_counts_before_anybody_recorded_it():
    facts = IntegratorFacts(T0, active_until=on(10), next_ground=GroundKind.DOCUMENT_LAPSED.value)
    assert standing(facts, on(10) - timedelta(microseconds=1)) == Standing.ACTIVE
    assert standing(facts, on(10)) == Standing.PASSIVE
    recorded = IntegratorFacts(T0, grounds=(lapse(10),))
    assert history(facts, on(12)) == history(recorded, on(12))


def test_an_annulled_ground_leaves_no_interval():
    facts = IntegratorFacts(T0, grounds=(breach(3, closed_at=on(8), annulled=True),))
    assert said(facts, 20) == [("active", 0, None, None)]


def test_a_stayed_ground_makes_active_during_the_stay():
    facts = IntegratorFacts(T0, grounds=(breach(3, stays=(Stay(on(5), on(9)),)),))
    assert said(facts, 20) == [
        ("active", 0, None, None),
        ("passive", 3, "2", BREACH),
        ("active", 5, None, None),
        ("passive", 9, "2", BREACH),
    ]


def test_overlapping_grounds_are_one_interval_named_after_the_earliest_that_holds():
    facts = IntegratorFacts(
        T0, grounds=(breach(3, closed_at=on(9)), breach(5, closed_at=on(12)), lapse(7, closed_at=on(14)))
    )
    assert said(facts, 20) == [
        ("active", 0, None, None),
        ("passive", 3, "2", BREACH),
        ("passive", 12, "2", LAPSED),
        ("active", 14, None, None),
    ]


def test_the_end_is_stronger_than_any_ground():
    facts = IntegratorFacts(T0, ended_at=on(5), grounds=(breach(3),))
    assert said(facts, 20)[-1] == ("ended", 5, None, None)
    assert history(facts, on(4))[-1] == Interval(Standing.PASSIVE, on(3), "2", BREACH)
