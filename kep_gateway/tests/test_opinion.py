from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kep_gateway.models import EvidenceKind
from kep_gateway.opinion import FAILURES, EvidenceFact, ServiceRule, Verdict, evidence_phrase, opinion

K = EvidenceKind
FRIDAY = datetime(2026, 3, 13, 9, 0, tzinfo=UTC)


def fact(kind: EvidenceKind, at: datetime = FRIDAY, reference: str = "") -> EvidenceFact:
    return EvidenceFact(at, kind, reference or f"no-{kind.value}")


facts = st.builds(
    EvidenceFact,
    at=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),
    kind=st.sampled_from(K),
    reference=st.sampled_from(["a", "b", "c"]),
)
rules = st.sampled_from(list(ServiceRule))


@given(st.lists(facts, max_size=4), rules)
def test_every_order_with_repetitions_gives_one_opinion(some: list[EvidenceFact], rule: ServiceRule) -> None:
    first = opinion(some, rule)
    assert {opinion(order + order[:2], rule) for order in map(list, permutations(some))} == {first}


@given(st.lists(facts, max_size=5), facts, rules)
def test_more_evidence_never_moves_a_served_day_later_nor_undoes_service(
    some: list[EvidenceFact], more: EvidenceFact, rule: ServiceRule
) -> None:
    before, after = opinion(some, rule), opinion([*some, more], rule)
    if before.served_on:
        assert after.served_on is not None
        assert after.served_on <= before.served_on


@given(st.lists(facts, max_size=5), rules)
def test_a_day_and_its_proof_stand_together(some: list[EvidenceFact], rule: ServiceRule) -> None:
    held = opinion(some, rule)
    assert (held.status is Verdict.SERVED) == (held.served_on is not None)
    assert (held.status is Verdict.PENDING) == (held.proof is None)
    assert held.because.endswith(".")


@pytest.mark.parametrize(
    ("rule", "served_on"),
    [
        ("fifth_day", date(2026, 3, 18)),
        ("uets", date(2026, 3, 18)),
        ("delivery_day", date(2026, 3, 13)),
        ("opening_day", date(2026, 3, 14)),
    ],
)
def test_the_policy_says_which_day(rule: str, served_on: date) -> None:
    some = [fact(K.ACCEPTED), fact(K.RELAYED), fact(K.DELIVERED), fact(K.OPENED, FRIDAY + timedelta(days=1))]
    assert opinion(some, rule).served_on == served_on


def test_opening_earlier_advances_nothing_and_the_sentence_says_so() -> None:
    held = opinion([fact(K.DELIVERED, reference="D-7"), fact(K.OPENED)], "fifth_day")
    assert held.served_on == date(2026, 3, 18)
    assert held.because == (
        "İleti 13 Mart 2026 Cuma günü saat 12.00 itibarıyla muhatabın elektronik posta kutusuna bırakılmıştır "
        "(D-7 sayılı delil (tür 40)); 7201 sayılı Tebligat Kanunu m. 7/a kıyasen uygulanarak bu tarihi izleyen beşinci "
        "günün sonunda, 18 Mart 2026 Çarşamba günü tebliğ edilmiş sayılır. İletinin daha önce açılması bu günü öne "
        "almaz; bu gün tatil nedeniyle kaymaz."
    )


def test_the_deemed_day_never_rolls() -> None:
    monday = datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
    assert opinion([fact(K.DELIVERED, monday)], "fifth_day").served_on == date(2026, 3, 21), "a Saturday on a feast"


def test_the_legal_day_is_istanbuls() -> None:
    late = datetime(2026, 3, 13, 21, 30, tzinfo=UTC)
    assert opinion([fact(K.DELIVERED, late)], "delivery_day").served_on == date(2026, 3, 14)


@pytest.mark.parametrize("kind", FAILURES)
@pytest.mark.parametrize("rule", ServiceRule)
def test_failure_starts_no_clock(kind: EvidenceKind, rule: ServiceRule) -> None:
    held = opinion([fact(K.ACCEPTED), fact(kind)], rule)
    assert (held.status, held.served_on, held.arrived) == (Verdict.FAILED, None, None)
    assert "Süre işlemeye başlamamıştır" in held.because


def test_delivery_proven_beats_failure_and_the_contrary_evidence_is_named() -> None:
    held = opinion([fact(K.NOT_DELIVERED, reference="N-1"), fact(K.DELIVERED)], "fifth_day")
    assert held.served_on == date(2026, 3, 18)
    assert "N-1 sayılı delil (tür 41)" in held.because


def test_delivered_but_unopened_waits_where_the_opening_counts() -> None:
    held = opinion([fact(K.DELIVERED), fact(K.NOT_DELIVERED)], "opening_day")
    assert held.status is Verdict.PENDING
    assert held.arrived == fact(K.DELIVERED), "terms in hours run from here"


def test_an_opening_alone_proves_no_day_of_delivery() -> None:
    assert opinion([fact(K.OPENED)], "fifth_day").status is Verdict.PENDING
    assert opinion([fact(K.OPENED), fact(K.NOT_DELIVERED)], "fifth_day").status is Verdict.FAILED


@pytest.mark.parametrize(
    ("kind", "words"), [(K.HANDED, "elden"), (K.POSTED, "taahhütlü"), (K.DELIVERED, "13 Mart 2026 Cuma")]
)
def test_other_means_are_served_on_their_own_day(kind: EvidenceKind, words: str) -> None:
    held = opinion([fact(kind)], "delivery_day")
    assert held.served_on == date(2026, 3, 13)
    assert words in held.because
    assert words in evidence_phrase(fact(kind))


def test_no_evidence_no_opinion() -> None:
    assert opinion([], "fifth_day").status is Verdict.PENDING


def test_malformed_input_is_an_error() -> None:
    with pytest.raises(ValueError, match="never"):
        opinion([], "never")
    with pytest.raises(ValueError, match=r"naive|aware|zone"):
        opinion([replace(fact(K.DELIVERED), at=datetime(2026, 3, 13))], "fifth_day")
